package dev.heddle.server.patch;

import dev.heddle.server.git.GitRepositories;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that the patches of one turn have changed, as one diff in Git's form. What a file was before
 * the first of them is kept; what others do to it meanwhile shows with the next patch.
 *
 * <p><b>Thread-safety:</b> one thread, the turn's.
 */
public final class TurnDiff {
  private static final int CONTEXT_LINES = 3;
  private static final String NO_BLOB = "0".repeat(40);

  private final Path base;
  private final Map<Path, State> files = new TreeMap<>();
  private final Map<Path, Path> movedFrom = new HashMap<>();
  private final Map<Path, Part> parts = new HashMap<>();
  private String text = "";

  private record State(@Nullable FileContent before, @Nullable FileContent after) {}

  /** The text for one file, and what it was made of. */
  private record Part(
      Path from, @Nullable FileContent before, @Nullable FileContent after, String text) {
    @SuppressWarnings("ReferenceEquality") // the same objects, not the same content
    boolean isOf(Path path, @Nullable FileContent old, @Nullable FileContent fresh) {
      return from.equals(path) && before == old && after == fresh;
    }
  }

  private TurnDiff(Path base) {
    this.base = base;
  }

  /**
   * An empty diff. Paths are relative to the root of the repository around {@code cwd}, or to
   * {@code cwd} where there is none; those outside are absolute.
   */
  public static TurnDiff in(Path cwd) {
    for (Path at = cwd; at != null; at = at.getParent()) {
      if (GitRepositories.beginsAt(at)) {
        return new TurnDiff(at);
      }
    }
    return new TurnDiff(cwd);
  }

  /** Takes in what a patch has done. */
  public void add(PatchPlan applied) {
    for (FileEdit edit : applied.edits()) {
      edit.writes().forEach(this::note);
      Path movedTo = edit.movedTo();
      if (movedTo != null) {
        Path origin = movedFrom.getOrDefault(edit.path(), edit.path());
        movedFrom.remove(edit.path());
        movedFrom.put(movedTo, origin);
      } else if (edit.kind() != FileEdit.Kind.UPDATE) {
        movedFrom.remove(
            edit.path()); // what is there now, if anything, is no longer what was moved
      }
    }
    text = write();
  }

  /** The diff; empty when the files are as they were before the turn. */
  public String text() {
    return text;
  }

  private void note(FileWrite write) {
    Path path = write.location().shown();
    State known = files.get(path);
    files.put(path, new State(known == null ? write.before() : known.before(), write.after()));
  }

  private String write() {
    StringBuilder out = new StringBuilder();
    Set<Path> moved = new HashSet<>();
    files.forEach((path, state) -> {
      Path origin = origin(path);
      if (origin != null) {
        moved.add(origin);
      }
    });
    files.forEach((path, state) -> {
      Path origin = origin(path);
      if (origin != null) {
        FileContent before = Objects.requireNonNull(files.get(origin)).before();
        out.append(part(origin, path, before, state.after()));
      } else if (!moved.contains(path)) {
        out.append(part(path, path, state.before(), state.after()));
      }
    });
    return out.toString();
  }

  /**
   * Where a file that was not there before comes from, or null: a move over a file is no rename.
   */
  private @Nullable Path origin(Path path) {
    Path origin = movedFrom.get(path);
    State there = files.get(path);
    State left = origin == null ? null : files.get(origin);
    boolean renamed =
        there != null
            && left != null
            && there.before() == null
            && there.after() != null
            && left.before() != null
            && left.after() == null;
    return renamed ? origin : null;
  }

  /** Made anew only for a file that changed since the last patch. */
  private String part(
      Path from, Path to, @Nullable FileContent before, @Nullable FileContent after) {
    Part known = parts.get(to);
    if (known != null && known.isOf(from, before, after)) {
      return known.text();
    }
    StringBuilder out = new StringBuilder();
    write(from, to, before, after, out);
    parts.put(to, new Part(from, before, after, out.toString()));
    return out.toString();
  }

  private void write(
      Path from,
      Path to,
      @Nullable FileContent before,
      @Nullable FileContent after,
      StringBuilder out) {
    boolean renamed = !from.equals(to);
    boolean same = before == null || after == null ? before == after : before.sameBytes(after);
    if (same && !renamed) {
      return;
    }
    String oldName = name(from);
    String newName = name(to);
    out.append("diff --git a/").append(oldName).append(" b/").append(newName).append('\n');
    if (renamed) {
      out.append("rename from ").append(oldName).append('\n');
      out.append("rename to ").append(newName).append('\n');
    } else if (before == null) {
      out.append("new file mode ").append(mode(after)).append('\n');
    } else if (after == null) {
      out.append("deleted file mode ").append(mode(before)).append('\n');
    }
    if (same) {
      return;
    }
    out.append("index ").append(blob(before)).append("..").append(blob(after)).append('\n');
    String oldText = before == null ? "" : before.text();
    String newText = after == null ? "" : after.text();
    if (oldText == null || newText == null) {
      out.append("Binary files differ\n");
      return;
    }
    String hunks = UnifiedDiff.hunks(oldText, newText, CONTEXT_LINES);
    if (!hunks.isEmpty()) {
      out.append("--- ").append(before == null ? "/dev/null" : "a/" + oldName).append('\n');
      out.append("+++ ").append(after == null ? "/dev/null" : "b/" + newName).append('\n');
      out.append(hunks);
    }
  }

  private String name(Path path) {
    return path.startsWith(base)
        ? base.relativize(path).toString().replace('\\', '/')
        : path.toString();
  }

  private static String mode(@Nullable FileContent content) {
    return content != null && content.executable() ? "100755" : "100644";
  }

  /** What Git would call the content. */
  private static String blob(@Nullable FileContent content) {
    if (content == null) {
      return NO_BLOB;
    }
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(("blob " + content.bytes().length + "\0").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha1.digest(content.bytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
