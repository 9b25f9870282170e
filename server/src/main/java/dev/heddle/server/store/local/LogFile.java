package dev.heddle.server.store.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a home. Used by one thread at a time, which must never be interrupted. */
interface LogFile extends Closeable {
  long size() throws IOException;

  /** Writes all of it at {@code offset}. May write a part and then throw. */
  void write(ByteBuffer bytes, long offset) throws IOException;

  /** Reads up to the buffer's room at {@code offset}; returns the count, or -1 at the end. */
  int read(ByteBuffer into, long offset) throws IOException;

  void truncate(long size) throws IOException;

  /** Forces the data to the device. */
  void force() throws IOException;
}
