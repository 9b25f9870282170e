package dev.heddle.server.store.local;

import dev.heddle.server.log.Log;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies of compressed rollouts, unpacked: a line in the middle of one can be read without all that
 * is before it.
 *
 * <p>A copy stays while a question needs it. Of those that none needs, the ones used last are kept
 * for the next: {@code idleBytes} of them, and one in any case.
 *
 * <p><b>Thread-safety:</b> thread-safe. A file is unpacked by one thread; who needs another one
 * does not wait for it.
 *
 * <p><b>Files:</b> {@code <number>.jsonl} in the scratch folder, which goes with the process.
 */
final class UnpackedRollouts {
  private static final Log LOG = Log.of(UnpackedRollouts.class);

  private final ScratchFolder folder;
  private final long idleBytes;
  private final Map<Key, Copy> copies =
      new LinkedHashMap<>(16, 0.75f, true); // used last comes last; guarded by itself
  private int number; // guarded by copies

  /** A file as it is: another one in its place has another stamp. */
  private record Key(Path path, FileStamp stamp) {}

  /** One copy; {@code users} is guarded by {@link #copies}, the rest by the copy. */
  private static final class Copy {
    final int number;
    int users;
    @Nullable Path path;
    volatile long bytes;

    Copy(int number) {
      this.number = number;
    }
  }

  /**
   * Unpacks nothing yet.
   *
   * @param idleBytes how much may lie there that no question needs
   */
  UnpackedRollouts(ScratchFolder folder, long idleBytes) {
    this.folder = folder;
    this.idleBytes = idleBytes;
  }

  /** A history whose files can all be read at offsets, until it is closed. */
  final class Held implements AutoCloseable {
    private final List<Copy> held = new ArrayList<>();
    private RolloutChain chain;

    private Held(RolloutChain chain) {
      this.chain = chain;
    }

    RolloutChain chain() {
      return chain;
    }

    @Override
    public void close() {
      letGo(held);
    }
  }

  /**
   * The history with copies in the places of its compressed files. Where one cannot be unpacked, it
   * is as it was.
   *
   * @throws NoSuchFileException when a file is not there any more
   */
  Held hold(RolloutChain chain) throws NoSuchFileException {
    Held held = new Held(chain);
    if (chain.parts().stream().allMatch(RolloutChain.Part::isPlain)) {
      return held;
    }
    try {
      Map<RolloutFile, Path> plain = new HashMap<>();
      for (RolloutChain.Part part : chain.parts()) {
        if (!part.isPlain()) {
          plain.put(part.file(), unpacked(part.file().path(), held.held));
        }
      }
      held.chain = chain.unpacked(plain);
    } catch (NoSuchFileException e) {
      held.close();
      throw e;
    } catch (IOException e) {
      LOG.debug(() -> "a compressed file is read from its beginning each time: " + e);
      held.close();
    }
    return held;
  }

  private Path unpacked(Path file, List<Copy> held) throws IOException {
    FileStamp stamp = FileStamp.read(file);
    if (stamp == null) {
      throw new NoSuchFileException(file.toString());
    }
    Copy copy;
    synchronized (copies) {
      copy = copies.computeIfAbsent(new Key(file, stamp), key -> new Copy(number++));
      copy.users++;
    }
    held.add(copy);
    synchronized (copy) {
      Path path = copy.path;
      if (path == null || Files.notExists(path)) { // whoever tidies up may have been here
        path = place(copy.number);
        copy.bytes = unpack(file, path);
        copy.path = path;
      }
      return path;
    }
  }

  private static long unpack(Path file, Path to) throws IOException {
    try (InputStream in = RolloutReader.bytes(file, 0);
        OutputStream out = Files.newOutputStream(to)) {
      return in.transferTo(out);
    } catch (IOException e) {
      Files.deleteIfExists(to);
      throw e;
    }
  }

  private Path place(int number) throws IOException {
    try {
      return folder.get().resolve(number + ".jsonl");
    } catch (NoSuchFileException e) {
      throw new IOException("there is no place for copies", e); // not: no such rollout
    }
  }

  private void letGo(List<Copy> held) {
    synchronized (copies) {
      held.forEach(copy -> copy.users--);
      held.clear();
      copies.values().removeIf(copy -> copy.users == 0 && copy.path == null); // could not be made
      long idle = copies.values().stream().filter(c -> c.users == 0).mapToLong(c -> c.bytes).sum();
      Iterator<Copy> eldest = copies.values().iterator();
      while (idle > idleBytes) {
        Copy copy = eldest.next();
        if (!eldest.hasNext()) {
          break; // the one used last
        }
        if (copy.users == 0) {
          idle -= copy.bytes;
          eldest.remove();
          delete(copy);
        }
      }
    }
  }

  /** Deletes the copies of files that are gone, but for those that a question needs just now. */
  void forget(Collection<Path> files) {
    synchronized (copies) {
      copies
          .entrySet()
          .removeIf(each -> {
            boolean gone = each.getValue().users == 0 && files.contains(each.getKey().path());
            if (gone) {
              delete(each.getValue());
            }
            return gone;
          });
    }
  }

  private static void delete(Copy copy) {
    Path path = copy.path;
    if (path != null) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        LOG.debug(() -> "a copy stays until the end: " + e.getMessage());
      }
    }
  }
}
