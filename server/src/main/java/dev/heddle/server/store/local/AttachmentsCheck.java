package dev.heddle.server.store.local;

import dev.heddle.server.store.local.JournalCheck.Finding;
import dev.heddle.server.store.local.JournalCheck.Problem;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A look at the attachments of a home: whether a server could read them, and whether their threads
 * can be found by them.
 *
 * <p>A damaged one is set aside by a repair, whole; nothing in it is guessed at. A mark that is
 * missing, which no crash leaves, is made again. What a server is changing at the time is left
 * alone.
 *
 * <p><b>Thread-safety:</b> for one thread.
 *
 * <p><b>Files:</b> those of {@link LocalAttachments}, under the lock of who changes them.
 */
final class AttachmentsCheck {
  private final CodexHome home;
  private final WholeFiles whole;
  private final LocalAttachments attachments;
  private final Path copies;

  /**
   * @param copies where damaged files go
   */
  AttachmentsCheck(CodexHome home, Path copies) {
    LogIo io = new DiskLogIo();
    this.home = home;
    this.whole = new WholeFiles(home, io);
    this.attachments = new LocalAttachments(home, io, whole);
    this.copies = copies;
  }

  /** Looks at all of them, a thread at a time. */
  void run(boolean repair, Consumer<Finding> sink) throws IOException {
    if (!Files.isDirectory(home.attachments())) {
      return;
    }
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(home.attachments())) {
      for (Path thread : threads) {
        if (Files.isDirectory(thread) && !thread.equals(home.attachmentOwners())) {
          thread(String.valueOf(thread.getFileName()), repair, sink);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void thread(String threadId, boolean repair, Consumer<Finding> sink) throws IOException {
    if (!repair) {
      for (Finding found : attachments.findings(threadId)) {
        sink.accept(found);
      }
      return;
    }
    try (Flock.@Nullable Held alone = Flock.tryLock(home.attachmentsLock(threadId), false)) {
      for (Finding found : attachments.findings(threadId)) {
        if (alone == null) {
          sink.accept(found); // a server is changing them
        } else if (found.problem() == Problem.DAMAGED_ATTACHMENT) {
          Path copy = copies.resolve(String.valueOf(found.file().getFileName()));
          whole.move(found.file(), copy);
          sink.accept(found.repaired(copy));
        } else {
          attachments.markAgain(threadId, found.file());
          sink.accept(found);
        }
      }
    }
  }
}
