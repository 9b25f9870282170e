package dev.heddle.server.skill;

import dev.heddle.server.files.FileRefusedException;
import dev.heddle.server.files.FileWatches;
import dev.heddle.server.log.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Tells when something changed in the folders in which skills for loaded threads may lie. What
 * comes within a second is told once. It says that something changed, not what: who wants to know
 * asks for the skills.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 *
 * <p><b>Errors:</b> none; a folder that the system does not watch is left out, and logged.
 */
public final class SkillWatch implements AutoCloseable {
  private static final Log LOG = Log.of(SkillWatch.class);
  private static final long TOGETHER_MS = 1_000;

  /** The system watches a limited number of folders for all programs of a user. */
  private static final int MAX_FOLDERS = 500;

  private final Skills skills;
  private final Supplier<? extends Collection<String>> directories;
  private final ScheduledExecutorService timer;
  private final Executor workers;
  private final Runnable listener;
  private final FileWatches watches = new FileWatches();
  private final Set<String> watched = new LinkedHashSet<>(); // guarded by this
  private final AtomicBoolean planned = new AtomicBoolean();
  private final AtomicBoolean changed = new AtomicBoolean();

  /**
   * Watches nothing yet.
   *
   * @param directories of the threads that are loaded, at the time
   * @param timer only hands on
   * @param workers where folders are looked at
   * @param listener called by one of them at a time
   */
  public SkillWatch(
      Skills skills,
      Supplier<? extends Collection<String>> directories,
      ScheduledExecutorService timer,
      Executor workers,
      Runnable listener) {
    this.skills = skills;
    this.directories = directories;
    this.timer = timer;
    this.workers = workers;
    this.listener = listener;
  }

  /** Other threads are loaded now; what they need is watched in a moment, behind their answers. */
  public void threadsChanged() {
    lookSoon();
  }

  private void somethingChanged() {
    changed.set(true);
    lookSoon();
  }

  private void lookSoon() {
    if (planned.compareAndSet(false, true)) {
      try {
        timer.schedule(() -> workers.execute(this::look), TOGETHER_MS, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        // The server ends.
      }
    }
  }

  private void look() {
    planned.set(false);
    boolean tell = changed.getAndSet(false);
    follow();
    if (tell) {
      listener.run();
    }
  }

  /** Watches what there is to watch now, and nothing else. */
  public synchronized void follow() {
    Set<String> wanted = wanted();
    Set<String> needless = new LinkedHashSet<>(watched);
    needless.removeAll(wanted);
    needless.forEach(watches::unwatch);
    watched.removeAll(needless);
    for (String folder : wanted) {
      if (watched.add(folder) && !watch(folder)) {
        return; // the others would be refused as well
      }
    }
  }

  private boolean watch(String folder) {
    try {
      watches.watch(folder, Path.of(folder), paths -> somethingChanged());
      return true;
    } catch (IOException | FileRefusedException e) {
      LOG.warn("changes of skills in " + folder + " are not seen: " + e.getMessage());
      watched.remove(folder);
      return false;
    }
  }

  private Set<String> wanted() {
    Set<String> wanted = new LinkedHashSet<>();
    for (String directory : Set.copyOf(directories.get())) {
      for (SkillFolder folder : skills.foldersFor(directory)) {
        for (Path each : folder.searchedFolders()) {
          if (wanted.size() == MAX_FOLDERS) {
            return wanted;
          }
          wanted.add(each.toString());
        }
      }
    }
    return wanted;
  }

  @Override
  public void close() {
    watches.close();
  }
}
