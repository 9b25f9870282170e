package dev.heddle.server.store.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The real {@link LogIo}. */
final class DiskLogIo implements LogIo {
  private static final Set<StandardOpenOption> OPTIONS =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);

  @Override
  public LogFile open(Path path) throws IOException {
    CodexHome.createParent(path);
    return new DiskLogFile(FileChannel.open(path, OPTIONS, CodexHome.privateFile()));
  }

  @Override
  public @Nullable FileStamp stamp(Path path) throws IOException {
    return FileStamp.read(path);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  private record DiskLogFile(FileChannel channel) implements LogFile {
    /** At once: a channel copies that to memory outside of the heap, and keeps it. */
    private static final int WRITE_BYTES = 1 << 20;

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void write(ByteBuffer bytes, long offset) throws IOException {
      long at = offset;
      while (bytes.hasRemaining()) {
        int piece = Math.min(bytes.remaining(), WRITE_BYTES);
        int written = channel.write(bytes.slice(bytes.position(), piece), at);
        bytes.position(bytes.position() + written);
        at += written;
      }
    }

    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
      return channel.read(into, offset);
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
