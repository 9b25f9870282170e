package dev.heddle.server.search;

import dev.heddle.server.log.Log;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.jspecify.annotations.Nullable;

/**
 * What a folder, and those above it, say about files to leave out: {@code .ignore} for tools of any
 * kind, and in a repository {@code .gitignore} and {@code .git/info/exclude} as git means them. A
 * rule of a folder comes before those above it, and all {@code .ignore} before all of git.
 *
 * <p>Immutable.
 */
final class IgnoreFolder {
  private static final Log LOG = Log.of(IgnoreFolder.class);

  private final @Nullable IgnoreFolder parent;

  /** The folder's path with a slash behind it. */
  private final String prefix;

  private final List<FastIgnoreRule> ignore;
  private final List<FastIgnoreRule> gitIgnore;
  private final List<FastIgnoreRule> gitExclude;
  private final boolean repository;
  private final boolean inRepository;

  private IgnoreFolder(@Nullable IgnoreFolder parent, Path folder) {
    this.parent = parent;
    this.prefix = withSlash(folder.toString());
    this.repository = Files.exists(folder.resolve(".git"));
    this.inRepository = repository || (parent != null && parent.inRepository);
    this.ignore = read(folder.resolve(".ignore"));
    this.gitIgnore = inRepository ? read(folder.resolve(".gitignore")) : List.of();
    this.gitExclude = repository ? read(folder.resolve(".git/info/exclude")) : List.of();
  }

  /** The rules for what is in {@code folder}, which is absolute. */
  static IgnoreFolder of(Path folder) {
    List<Path> down = new ArrayList<>();
    for (Path each = folder; each != null; each = each.getParent()) {
      down.add(0, each);
    }
    IgnoreFolder rules = null;
    for (Path each : down) {
      rules = new IgnoreFolder(rules, each);
    }
    if (rules == null) {
      throw new IllegalArgumentException("not absolute");
    }
    return rules;
  }

  /** The rules for what is in a folder in this one. */
  IgnoreFolder below(Path folder) {
    return new IgnoreFolder(this, folder);
  }

  /** Whether a file or folder directly in this one is left out. */
  boolean leavesOut(Path path, boolean directory) {
    String name = path.toString();
    for (IgnoreFolder at = this; at != null; at = at.parent) {
      Boolean verdict = at.verdict(at.ignore, name, directory);
      if (verdict != null) {
        return verdict;
      }
    }
    if (!inRepository) {
      return false;
    }
    for (IgnoreFolder at = this; at != null; at = at.repository ? null : at.parent) {
      Boolean verdict = at.verdict(at.gitIgnore, name, directory);
      if (verdict == null) {
        verdict = at.verdict(at.gitExclude, name, directory);
      }
      if (verdict != null) {
        return verdict;
      }
    }
    return false;
  }

  /** What the last rule that fits says; null when none does. */
  private @Nullable Boolean verdict(List<FastIgnoreRule> rules, String path, boolean directory) {
    if (rules.isEmpty()) {
      return null;
    }
    String relative = path.substring(prefix.length());
    for (int i = rules.size() - 1; i >= 0; i--) {
      FastIgnoreRule rule = rules.get(i);
      if (rule.isMatch(relative, directory, true)) {
        return rule.getResult();
      }
    }
    return null;
  }

  private static List<FastIgnoreRule> read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      IgnoreNode node = new IgnoreNode();
      node.parse(in);
      return List.copyOf(node.getRules());
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      LOG.debug(() -> "its rules are not used: " + e.getMessage());
      return List.of();
    }
  }

  private static String withSlash(String folder) {
    return folder.endsWith("/") ? folder : folder + '/';
  }
}
