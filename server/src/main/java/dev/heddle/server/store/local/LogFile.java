package dev.heddle.server.store.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open rollout file. Used by one thread at a time, which must never be interrupted. */
interface LogFile extends Closeable {
  long size() throws IOException;

  /** Appends at the end. May write a part and then throw. */
  void append(ByteBuffer bytes) throws IOException;

  /** Reads up to the buffer's room at {@code offset}; returns the count, or -1 at the end. */
  int read(ByteBuffer into, long offset) throws IOException;

  void truncate(long size) throws IOException;

  /** Forces the data to the device. */
  void force() throws IOException;
}
