package dev.heddle.server.store.local;

import dev.heddle.server.store.SectionBook;
import dev.heddle.server.store.ThreadSections;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The sections of a home, in one file that is their only record.
 *
 * <p><b>Thread-safety:</b> thread-safe; other processes are kept out by the file's lock. Looking
 * waits for nobody: a file is there whole or not at all.
 *
 * <p><b>Errors:</b> a file that cannot be understood is never written over. Every look at it and
 * every change fails until somebody mends it or moves it away; the user is told of it once.
 *
 * <p><b>Files:</b> {@code heddle/sections.json}, see {@link SectionsFormat}; {@code
 * heddle/sections.lock} is held by who changes it.
 */
final class LocalSections implements ThreadSections {
  private static final Duration LOCK_WAIT = Duration.ofSeconds(5);

  private final CodexHome home;
  private final WholeFiles whole;
  private final BiConsumer<String, String> warnings;
  private final AtomicBoolean warned = new AtomicBoolean();
  private final ReentrantLock changing = new ReentrantLock();
  private volatile Known known = new Known(null, SectionBook.EMPTY);

  /**
   * What a file held.
   *
   * @param stamp of that file; null when there was none
   */
  private record Known(@Nullable FileStamp stamp, SectionBook book) {}

  /**
   * The sections of this home.
   *
   * @param warnings hears once that the file is damaged: a summary and details
   */
  LocalSections(CodexHome home, WholeFiles whole, BiConsumer<String, String> warnings) {
    this.home = home;
    this.whole = whole;
    this.warnings = warnings;
  }

  @Override
  public SectionBook book() {
    try {
      return look();
    } catch (IOException e) {
      ThreadStoreException failure =
          StorageFailure.of(null, "the sections could not be read", home.sectionsFile(), e);
      warn("The sections of threads could not be read", String.valueOf(e.getMessage()));
      throw failure;
    }
  }

  @Override
  public SectionBook change(UnaryOperator<SectionBook> change) {
    changing.lock();
    try {
      CodexHome.createParent(home.sectionsLock());
      try (Flock.Held lock = Flock.await(home.sectionsLock(), LOCK_WAIT)) {
        if (lock == null) {
          throw new ThreadStoreException(
              Kind.LOCKED, null, "the sections are being changed by another process", null);
        }
        SectionBook before = look();
        SectionBook after = change.apply(before);
        if (!after.equals(before)) {
          whole.write(home.sectionsFile(), out -> out.write(SectionsFormat.encode(after)));
        }
        return after;
      }
    } catch (IOException e) {
      throw StorageFailure.of(null, "the sections could not be changed", home.sectionsFile(), e);
    } finally {
      changing.unlock();
    }
  }

  /** Takes a thread that is gone out of its section, if that can be done. */
  void forget(String threadId) {
    try {
      if (book().member(threadId) != null) {
        change(book -> book.withoutMember(threadId));
      }
    } catch (ThreadStoreException e) {
      // It stays there as one that no list finds.
    }
  }

  private SectionBook look() throws IOException {
    Known last = known;
    FileStamp now = FileStamp.read(home.sectionsFile());
    if (now != null && now.equals(last.stamp())) {
      return last.book();
    }
    SectionBook book = now == null ? SectionBook.EMPTY : read();
    known = new Known(now, book);
    return book;
  }

  private SectionBook read() throws IOException {
    try {
      return SectionsFormat.decode(Files.readAllBytes(home.sectionsFile()));
    } catch (NoSuchFileException e) {
      return SectionBook.EMPTY; // removed just now
    } catch (SectionsFormat.DamageException e) {
      Path file = home.sectionsFile();
      warn(
          "The sections of threads are damaged and left as they are",
          file + ": " + e.getMessage() + ". Mend the file, or move it away to begin anew.");
      throw new ThreadStoreException(
          Kind.CORRUPT,
          null,
          "the sections are damaged (heddle/sections.json): " + e.getMessage(),
          e);
    }
  }

  private void warn(String summary, String details) {
    if (warned.compareAndSet(false, true)) {
      warnings.accept(summary, details);
    }
  }
}
