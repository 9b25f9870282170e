package dev.heddle.server.store.local;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that hands everything on to another one, for those that change a part of it. */
class PassingLogFile implements LogFile {
  private final LogFile file;

  PassingLogFile(LogFile file) {
    this.file = file;
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public void write(ByteBuffer bytes, long offset) throws IOException {
    file.write(bytes, offset);
  }

  @Override
  public int read(ByteBuffer into, long offset) throws IOException {
    return file.read(into, offset);
  }

  @Override
  public void truncate(long size) throws IOException {
    file.truncate(size);
  }

  @Override
  public void force() throws IOException {
    file.force();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
