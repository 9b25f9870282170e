package dev.heddle.server.patch;

import dev.heddle.server.log.Log;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Carries out patches: all of one, or nothing of it.
 *
 * <p>The new contents are written beside their files first. Then each file is compared with what
 * the plan was made from and replaced by one rename. When a later one fails the earlier ones are
 * put back.
 *
 * <p><b>Durability:</b> new contents are forced to the disk before they get their names. After a
 * crash each file is whole, the old one or the new one; with a {@link PatchJournal} the next
 * process takes back what a patch of several files had begun.
 *
 * <p>Paths that were resolved for the plan are walked again without following links, so a link that
 * was put into one of them meanwhile makes the patch fail.
 *
 * <p><b>Thread-safety:</b> thread-safe; of two patches on one file at the same time at most one
 * succeeds or they follow one another, but for the moment between comparison and rename.
 */
public final class PatchWriter {
  private static final Log LOG = Log.of(PatchWriter.class);

  private final long maxFileBytes;
  private final PatchJournal journal;
  private final Supplier<Folders> folders;

  /**
   * @param maxFileBytes as the planner's
   * @param journal where patches are written down before files change
   */
  public PatchWriter(long maxFileBytes, PatchJournal journal) {
    this(maxFileBytes, journal, Folders::new);
  }

  PatchWriter(long maxFileBytes, PatchJournal journal, Supplier<Folders> folders) {
    this.maxFileBytes = maxFileBytes;
    this.journal = journal;
    this.folders = folders;
  }

  /**
   * Does what the plan says.
   *
   * @param stopped whether it is no longer wanted; asked before each new content is written, which
   *     is what takes time, and not once files get their new contents
   * @throws PatchException when it cannot be done, or at a stop; files are then as they were,
   *     unless the message names some that could not be put back
   */
  public void apply(PatchPlan plan, BooleanSupplier stopped) throws PatchException {
    Folders opened = folders.get();
    List<StagedWrite> writes = new ArrayList<>();
    boolean done = false;
    try {
      for (FileWrite write : plan.writes()) {
        PatchException.checkWanted(stopped);
        step(
            write,
            () -> {
              StagedWrite staged = new StagedWrite(write, open(opened, write), maxFileBytes);
              writes.add(staged);
              staged.stage();
            });
      }
      PatchException.checkWanted(stopped);
      commit(writes, opened.made());
      done = true;
    } finally {
      for (StagedWrite write : writes) {
        close(write);
      }
      if (!done) {
        opened.removeMade();
      }
    }
  }

  private static Folder open(Folders folders, FileWrite write) throws IOException, PatchException {
    Path parent = write.location().real().getParent();
    if (parent == null) {
      throw new PatchException(
          PatchException.Kind.MISMATCH, "`" + write.location().shown() + "` is a folder");
    }
    try {
      return folders.open(Objects.requireNonNull(parent));
    } catch (NotDirectoryException | NoSuchFileException e) {
      throw new PatchException(
          PatchException.Kind.CHANGED,
          "the way to `" + write.location().shown() + "` is not what it was",
          e);
    }
  }

  private void commit(List<StagedWrite> writes, List<Path> made) throws PatchException {
    List<StagedWrite> committed = new ArrayList<>();
    PatchJournal.Entry entry = begin(writes, made);
    try {
      for (StagedWrite write : writes) {
        step(write.write(), write::commit);
        committed.add(write);
      }
      entry.close();
    } catch (PatchException e) {
      throw undo(committed.reversed(), entry, e);
    } catch (IOException e) {
      throw undo(committed.reversed(), entry, unwritable(e));
    }
  }

  private PatchJournal.Entry begin(List<StagedWrite> writes, List<Path> made)
      throws PatchException {
    try {
      return journal.begin(writes, made);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static PatchException unwritable(IOException cause) {
    return new PatchException(
        PatchException.Kind.FAILED,
        "what it does cannot be written down: " + FileLocation.why(cause),
        cause);
  }

  private static PatchException undo(
      List<StagedWrite> committed, PatchJournal.Entry entry, PatchException cause) {
    List<String> left = new ArrayList<>();
    for (StagedWrite write : committed) {
      try {
        write.undo();
      } catch (IOException | PatchException e) {
        LOG.error(write.write().location().real() + " could not be put back", e);
        left.add("`" + write.write().location().shown() + "`");
      }
    }
    try {
      entry.close();
    } catch (IOException e) {
      LOG.warn("the entry of a patch that was put back stays: " + e);
    }
    return left.isEmpty()
        ? cause
        : new PatchException(
            cause.kind(),
            cause.reason()
                + "; what was done to "
                + String.join(", ", left)
                + " before that could not be undone",
            cause);
  }

  private interface Step {
    void run() throws IOException, PatchException;
  }

  private static void step(FileWrite write, Step step) throws PatchException {
    try {
      step.run();
    } catch (IOException e) {
      throw new PatchException(
          PatchException.Kind.FAILED,
          "`" + write.location().shown() + "` cannot be written: " + FileLocation.why(e),
          e);
    }
  }

  private static void close(StagedWrite write) {
    try {
      write.close();
    } catch (IOException e) {
      LOG.warn("something was left beside " + write.write().location().real() + ": " + e);
    }
  }
}
