package dev.heddle.server.skill;

import dev.heddle.server.files.FileRefusedException;
import dev.heddle.server.files.FileWatches;
import dev.heddle.server.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Tells when the files of skills for loaded threads come, go or change. What happens within a
 * second is told once. It says that something changed, not what: who wants to know asks for the
 * skills.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 *
 * <p><b>Errors:</b> none; a folder that the system does not watch is left out, and logged.
 */
public final class SkillWatch implements AutoCloseable {
  private static final Log LOG = Log.of(SkillWatch.class);

  /** How long others are waited for behind a change. */
  public static final Duration TOGETHER = Duration.ofSeconds(1);

  /** The system watches a limited number of folders for all programs of a user. */
  private static final int MAX_FOLDERS = 500;

  private static final FileTime NEVER = FileTime.fromMillis(0);

  private final Skills skills;
  private final Supplier<? extends Collection<String>> directories;
  private final ScheduledExecutorService timer;
  private final Duration together;
  private final Executor workers;
  private final Runnable listener;
  private final FileWatches watches = new FileWatches();

  // Guarded by this.
  private final Set<Path> watched = new LinkedHashSet<>();
  private Map<Path, List<FileTime>> stamps = Map.of();

  private final AtomicBoolean planned = new AtomicBoolean();
  private final AtomicBoolean changed = new AtomicBoolean();

  /**
   * Watches nothing yet.
   *
   * @param directories of the threads that are loaded, at the time
   * @param timer only hands on
   * @param together how long others are waited for behind a change
   * @param workers where folders are looked at
   * @param listener called on one of them
   */
  public SkillWatch(
      Skills skills,
      Supplier<? extends Collection<String>> directories,
      ScheduledExecutorService timer,
      Duration together,
      Executor workers,
      Runnable listener) {
    this.together = together;
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
        timer.schedule(
            () -> workers.execute(this::look), together.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        // The server ends.
      }
    }
  }

  private void look() {
    planned.set(false);
    boolean mayDiffer = changed.getAndSet(false);
    // Much goes on in these folders: sandboxes, for one, put empty ones there for a moment.
    if (follow() && mayDiffer) {
      listener.run();
    }
  }

  /**
   * Watches what there is to watch now, and nothing else.
   *
   * @return whether the files of skills are others, or have changed, since the last time
   */
  public synchronized boolean follow() {
    List<SkillFolder> roots =
        Set.copyOf(directories.get()).stream()
            .flatMap(directory -> skills.foldersFor(directory).stream())
            .distinct()
            .toList();
    Set<Path> folders = new LinkedHashSet<>();
    roots.forEach(root -> folders.addAll(root.contents().folders()));
    watch(folders);
    // Looked for once more: what was written before its folder was watched would not be told.
    Map<Path, List<FileTime>> found = new HashMap<>();
    roots.forEach(root -> root.contents().files().forEach(file -> found.put(file, stamp(file))));
    boolean differ = !found.equals(stamps);
    stamps = found;
    return differ;
  }

  /** When a skill's file was written, and what else is read with it. */
  private static List<FileTime> stamp(Path skill) {
    List<FileTime> times = new ArrayList<>();
    for (Path file : List.of(skill, SkillFile.shownBy(skill))) {
      try {
        times.add(Files.getLastModifiedTime(file));
      } catch (IOException e) {
        times.add(NEVER);
      }
    }
    return times;
  }

  private void watch(Set<Path> folders) {
    Set<Path> needless = new LinkedHashSet<>(watched);
    needless.removeAll(folders);
    needless.forEach(folder -> watches.unwatch(folder.toString()));
    watched.removeAll(needless);
    for (Path folder : folders) {
      if (watched.size() < MAX_FOLDERS && !watched.contains(folder)) {
        try {
          watches.watch(folder.toString(), folder, paths -> somethingChanged());
          watched.add(folder);
        } catch (IOException | FileRefusedException e) {
          LOG.warn("changes of skills in " + folder + " are not seen: " + e.getMessage());
          return; // the others would be refused as well
        }
      }
    }
  }

  @Override
  public void close() {
    watches.close();
  }
}
