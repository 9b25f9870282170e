package dev.heddle.server.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.RolloutRecord;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lines whose large strings are in blobs.
 *
 * <p>Such a line says how long it would be otherwise, so that bounds on what is read at once stay
 * what they were. What a thread's header and metadata say stays in their lines, which are read
 * often.
 *
 * <p><b>Thread-safety:</b> thread-safe; writers of several threads and processes may write the same
 * blob.
 *
 * <p><b>Durability:</b> a blob is whole and forced before {@link #line} returns, whatever the
 * store's durability: other lines than this one will rely on it. It costs once for each content.
 *
 * <p><b>Files:</b> {@link BlobArea}. {@code heddle/blobs.lock} is held, shared, from the first blob
 * on, so that {@link BlobSweep} removes nothing meanwhile.
 */
final class BlobWriter implements RecordEncoder, Closeable {
  /** From so many chars on a string is large. */
  static final int LARGE_CHARS = 16 << 10;

  private static final Duration SWEEP_WAIT = Duration.ofSeconds(5);
  private static final Duration SWEEP_POLL = Duration.ofMillis(5);
  private static final int BUFFER_BYTES = 1 << 16;

  private final CodexHome home;
  private final WholeFiles whole;
  private final int largeChars;
  private Flock.@Nullable Held lock; // guarded by this

  /**
   * @param largeChars from so many chars on a string goes into a blob
   */
  BlobWriter(CodexHome home, WholeFiles whole, int largeChars) {
    this.home = home;
    this.whole = whole;
    this.largeChars = largeChars;
  }

  @Override
  public byte[] line(RolloutRecord record) throws IOException {
    if (RolloutChain.OF_THE_THREAD.contains(record.type()) || !canNameBlobs(record.payload())) {
      return RolloutCodec.encode(record);
    }
    long[] savedBytes = {0};
    JsonObject payload =
        Leaves.exchanged(
            record.payload(),
            leaf -> {
              if (!isLarge(leaf)) {
                return leaf;
              }
              String name = put(leaf.getBytes(UTF_8)).text();
              savedBytes[0] += jsonBytes(leaf) - jsonBytes(name);
              return name;
            });
    RolloutRecord shorter = record.with(payload);
    return RolloutCodec.encode(shorter, RolloutCodec.encode(shorter).length + savedBytes[0]);
  }

  /** Whether there are large strings, and none that would be taken for a blob's name. */
  private boolean canNameBlobs(JsonObject payload) throws IOException {
    boolean[] found = {false, false};
    Leaves.exchanged(
        payload,
        leaf -> {
          found[0] |= isLarge(leaf);
          found[1] |= BlobName.isLike(leaf);
          return leaf;
        });
    return found[0] && !found[1];
  }

  /** UTF-8 cannot hold a surrogate without its partner: that stays in the line as an escape. */
  private boolean isLarge(String leaf) {
    return leaf.length() >= largeChars && RolloutCodec.escapeLoneSurrogates(leaf).equals(leaf);
  }

  private static long jsonBytes(String leaf) {
    return RolloutCodec.length(new JsonPrimitive(leaf));
  }

  private BlobName put(byte[] contents) throws IOException {
    holdOffSweeps();
    BlobName name = BlobName.of(contents);
    Path path = BlobArea.path(home.blobs(), name);
    if (!isThere(path, contents)) {
      whole.writeShared(path, out -> out.write(contents));
    }
    return name;
  }

  /** Looks at the contents, too: what a power cut or a disk made of them would spread otherwise. */
  private static boolean isThere(Path path, byte[] contents) throws IOException {
    try {
      // Young again: a sweep that has not seen the line leaves it alone.
      Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
      if (Files.size(path) != contents.length) {
        return false;
      }
      byte[] buffer = new byte[BUFFER_BYTES];
      try (InputStream in = Files.newInputStream(path)) {
        for (int at = 0; at < contents.length; ) {
          int read = in.readNBytes(buffer, 0, Math.min(BUFFER_BYTES, contents.length - at));
          if (read == 0 || !Arrays.equals(buffer, 0, read, contents, at, at + read)) {
            return false;
          }
          at += read;
        }
      }
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private synchronized void holdOffSweeps() throws IOException {
    if (lock != null) {
      return;
    }
    CodexHome.createParent(home.blobsLock());
    long deadline = System.nanoTime() + SWEEP_WAIT.toNanos();
    while (true) {
      lock = Flock.tryLock(home.blobsLock(), true);
      if (lock != null) {
        return;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("the blobs are locked by another process");
      }
      LockSupport.parkNanos(SWEEP_POLL.toNanos());
    }
  }

  /** Lets sweeps go on. */
  @Override
  public synchronized void close() {
    if (lock != null) {
      lock.close();
      lock = null;
    }
  }
}
