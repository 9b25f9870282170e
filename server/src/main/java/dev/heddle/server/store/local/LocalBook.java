package dev.heddle.server.store.local;

import dev.heddle.server.store.KeptBook;
import dev.heddle.server.store.ThreadBook;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import dev.heddle.server.store.format.DamagedFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A book of a home, in one file that is its only record.
 *
 * <p><b>Thread-safety:</b> thread-safe; other processes are kept out by the file's lock. Looking
 * waits for nobody: a file is there whole or not at all.
 *
 * <p><b>Errors:</b> a file that cannot be understood is never written over. Every look at it and
 * every change fails until somebody mends it or moves it away; the user is told of it once.
 *
 * <p><b>Files:</b> as {@link BookFile} says.
 *
 * @param <B> the kind of book
 */
abstract class LocalBook<B extends ThreadBook<B>> implements KeptBook<B> {
  private static final Duration LOCK_WAIT = Duration.ofSeconds(5);

  private final BookFile<B> file;
  private final WholeFiles whole;
  private final BiConsumer<String, String> warnings;
  private final AtomicBoolean warned = new AtomicBoolean();
  private final ReentrantLock changing = new ReentrantLock();
  private volatile Known<B> known;

  /**
   * What a file held.
   *
   * @param stamp of that file; null when there was none
   */
  private record Known<B>(@Nullable FileStamp stamp, B book) {}

  /**
   * The book in this file.
   *
   * @param warnings hears once that the file is damaged: a summary and details
   */
  LocalBook(BookFile<B> file, WholeFiles whole, BiConsumer<String, String> warnings) {
    this.file = file;
    this.whole = whole;
    this.warnings = warnings;
    this.known = new Known<>(null, file.format().empty());
  }

  @Override
  public final B book() {
    try {
      return look();
    } catch (IOException e) {
      ThreadStoreException failure =
          StorageFailure.of(null, file.format().the() + " could not be read", file.path(), e);
      warn(
          "The " + file.format().word() + " of threads could not be read",
          String.valueOf(e.getMessage()));
      throw failure;
    }
  }

  @Override
  public final B change(UnaryOperator<B> change) {
    changing.lock();
    try {
      CodexHome.createParent(file.lock());
      try (Flock.Held lock = Flock.await(file.lock(), LOCK_WAIT)) {
        if (lock == null) {
          throw new ThreadStoreException(
              Kind.LOCKED,
              null,
              file.format().the() + " are being changed by another process",
              null);
        }
        B before = look();
        B after = change.apply(before);
        if (!after.equals(before)) {
          whole.write(file.path(), out -> out.write(file.format().encode().apply(after)));
          known = new Known<>(FileStamp.read(file.path()), after);
        }
        return after;
      }
    } catch (IOException e) {
      throw StorageFailure.of(null, file.format().the() + " could not be changed", file.path(), e);
    } finally {
      changing.unlock();
    }
  }

  /** Takes a thread that is gone out of the book, if that can be done. */
  final void forget(String threadId) {
    try {
      B present = book();
      if (!present.withoutMember(threadId).equals(present)) {
        change(book -> book.withoutMember(threadId));
      }
    } catch (ThreadStoreException e) {
      // It stays there as one that no list finds.
    }
  }

  private B look() throws IOException {
    Known<B> last = known;
    FileStamp now = FileStamp.read(file.path());
    if (now != null && now.equals(last.stamp())) {
      return last.book();
    }
    B book = now == null ? file.format().empty() : read();
    known = new Known<>(now, book);
    return book;
  }

  private B read() throws IOException {
    try {
      return file.format().decode().of(Files.readAllBytes(file.path()));
    } catch (NoSuchFileException e) {
      return file.format().empty(); // removed just now
    } catch (DamagedFormatException e) {
      warn(
          "The " + file.format().word() + " of threads are damaged and left as they are",
          file.path() + ": " + e.getMessage() + ". Mend the file, or move it away to begin anew.");
      throw new ThreadStoreException(
          Kind.CORRUPT,
          null,
          "%s are damaged (heddle/%s.json): %s"
              .formatted(file.format().the(), file.format().word(), e.getMessage()),
          e);
    }
  }

  private void warn(String summary, String details) {
    if (warned.compareAndSet(false, true)) {
      warnings.accept(summary, details);
    }
  }
}
