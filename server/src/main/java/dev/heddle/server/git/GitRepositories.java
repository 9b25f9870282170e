package dev.heddle.server.git;

import dev.heddle.server.store.GitInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the repository around a directory and reads its state.
 *
 * <p><b>Files:</b> {@code .git/HEAD}, the ref it names (loose or in {@code packed-refs}), and
 * {@code .git/config}; with worktrees and submodules where the file {@code .git} and {@code
 * commondir} point. Repositories whose refs are in another form have no commit here.
 *
 * <p><b>Thread-safety:</b> thread-safe; no state.
 */
public final class GitRepositories {
  /** The largest file that is read: refs of a few hundred thousand branches. */
  private static final long MAX_FILE_BYTES = 32L << 20;

  private static final String HEAD_REF = "ref: ";
  private static final String BRANCHES = "refs/heads/";

  /** What HEAD names in a repository whose refs are in a reftable: nothing. */
  private static final String STUB = BRANCHES + ".invalid";

  private static final String POINTER = "gitdir: ";
  private static final long MAX_POINTER_BYTES = 8_192;

  /** Where commands and further configuration of Git come from, in the folder of a repository. */
  private static final List<String> STEERING =
      List.of("config", "config.worktree", "hooks", "info", "modules", "worktrees");

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");
  private static final Pattern REMOTE = Pattern.compile("\\s*\\[remote \"([^\"]*)\"]\\s*");
  private static final Pattern URL = Pattern.compile("\\s*url\\s*=\\s*(.*?)\\s*");

  private GitRepositories() {}

  /** What is known of the repository around {@code directory}; null outside of one. */
  public static @Nullable GitInfo around(String directory) {
    try {
      Path gitDir = gitDirOf(real(Path.of(directory)));
      if (gitDir == null) {
        return null;
      }
      Path common = commonDir(gitDir);
      String head = firstLine(gitDir.resolve("HEAD"));
      String ref = head.startsWith(HEAD_REF) ? head.substring(HEAD_REF.length()) : null;
      String commit = ref == null ? head : commitOf(gitDir, common, ref);
      GitInfo info =
          new GitInfo(
              commit != null && COMMIT.matcher(commit).matches() ? commit : null,
              ref != null && ref.startsWith(BRANCHES) && !ref.equals(STUB)
                  ? ref.substring(BRANCHES.length())
                  : null,
              originUrl(common));
      return info.isEmpty() ? null : info;
    } catch (IOException | InvalidPathException e) {
      return null; // not readable, so nothing is known
    }
  }

  /**
   * The directories from the root of a project, the closest ancestor at which a repository begins,
   * down to this directory; only the directory itself outside of one, none for what is no path.
   */
  public static List<Path> directoriesDownTo(String directory) {
    Path start;
    try {
      start = Path.of(directory);
    } catch (InvalidPathException e) {
      return List.of();
    }
    List<Path> upwards = new ArrayList<>();
    for (Path at = start; at != null; at = at.getParent()) {
      upwards.add(at);
      if (beginsAt(at)) {
        return upwards.reversed();
      }
    }
    return List.of(start);
  }

  /** Whether a repository begins at the folder. An empty {@code .git} makes none, as to Git. */
  public static boolean beginsAt(Path folder) {
    Path git = folder.resolve(".git");
    return Files.isRegularFile(git) || Files.exists(git.resolve("HEAD"));
  }

  /**
   * The folders that make up the repository a {@code .git} stands for: its own and, where that is
   * of a worktree, the common one. Of a repository that holds the worktree in itself, only the
   * parts that steer Git or lead to them.
   *
   * @param git a folder or a file {@code .git} in a folder that is given by its real path
   * @return empty when there is no such repository
   */
  public static Set<Path> foldersOf(Path git) {
    try {
      Path named = Files.isDirectory(git) ? git : pointedTo(git);
      if (named == null) {
        return Set.of();
      }
      Path gitDir = named.toRealPath();
      Path common = commonDir(gitDir).toRealPath();
      Path worktree = git.getParent();
      if (worktree != null && worktree.startsWith(common)) {
        return STEERING.stream()
            .map(common::resolve)
            .filter(Files::exists)
            .collect(Collectors.toSet());
      }
      return gitDir.startsWith(common) ? Set.of(common) : Set.of(common, gitDir);
    } catch (IOException | InvalidPathException e) {
      return Set.of(); // not readable, so it is none to Git either
    }
  }

  private static @Nullable Path gitDirOf(Path start) throws IOException {
    for (Path at = start; at != null; at = at.getParent()) {
      Path git = at.resolve(".git");
      if (Files.isDirectory(git) && beginsAt(at)) {
        return git;
      }
      if (Files.isRegularFile(git)) {
        return pointedTo(git);
      }
    }
    return null;
  }

  /** Links are followed before folders above are looked at, as Git does. */
  private static Path real(Path directory) {
    try {
      return directory.toRealPath();
    } catch (IOException e) {
      return directory.toAbsolutePath(); // it does not exist; those above it may
    }
  }

  /** The folder a file {@code .git} names; null when it names none. */
  private static @Nullable Path pointedTo(Path git) throws IOException {
    if (Files.size(git) > MAX_POINTER_BYTES) {
      throw new IOException(git + " is not what Git writes");
    }
    String line = firstLine(git);
    return line.startsWith(POINTER) ? git.resolveSibling(line.substring(POINTER.length())) : null;
  }

  private static Path commonDir(Path gitDir) throws IOException {
    Path pointer = gitDir.resolve("commondir");
    return Files.isRegularFile(pointer) ? gitDir.resolve(firstLine(pointer)) : gitDir;
  }

  private static @Nullable String commitOf(Path gitDir, Path common, String ref)
      throws IOException {
    for (Path where : List.of(gitDir, common)) {
      Path loose = where.resolve(ref);
      if (Files.isRegularFile(loose)) {
        return firstLine(loose);
      }
    }
    Path packed = common.resolve("packed-refs");
    if (Files.isRegularFile(packed)) {
      for (String line : text(packed).lines().toList()) {
        if (line.endsWith(" " + ref)) {
          return line.substring(0, line.indexOf(' '));
        }
      }
    }
    return null; // a branch without a commit
  }

  private static @Nullable String originUrl(Path common) throws IOException {
    Path config = common.resolve("config");
    if (!Files.isRegularFile(config)) {
      return null;
    }
    boolean inOrigin = false;
    for (String line : text(config).lines().toList()) {
      Matcher remote = REMOTE.matcher(line);
      if (line.stripLeading().startsWith("[")) {
        inOrigin = remote.matches() && remote.group(1).equals("origin");
      } else if (inOrigin) {
        Matcher url = URL.matcher(line);
        if (url.matches()) {
          return url.group(1);
        }
      }
    }
    return null;
  }

  /** What is no file, such as a pipe that nobody writes to, must hold up nobody. */
  private static String text(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
      throw new IOException(file + " is not what Git writes");
    }
    // Leniently: a name in another encoding must not hide all else.
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  private static String firstLine(Path file) throws IOException {
    String text = text(file);
    int end = text.indexOf('\n');
    return (end < 0 ? text : text.substring(0, end)).strip();
  }
}
