package dev.heddle.server.context;

import dev.heddle.server.git.GitRepositories;
import dev.heddle.server.log.Log;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the instruction files that hold for a directory: the user's own one in the home, then those
 * from the project's root, the closest ancestor with a {@code .git}, down to the directory. Outside
 * of a project only the directory itself is looked at.
 *
 * <p>Of each directory one file counts: {@code AGENTS.override.md}, else {@code AGENTS.md}, else
 * the first of the configured names. All files of a project together are read up to a limit in
 * bytes, general ones first, so a long file high up can leave nothing for those below; the user's
 * own is read up to the same limit.
 *
 * <p><b>Thread-safety:</b> immutable.
 *
 * <p><b>Errors:</b> none: what is no regular file, is blank or cannot be read is passed over.
 *
 * <p><b>Files:</b> reads {@code AGENTS.md} and its like.
 */
final class InstructionFiles {
  private static final Log LOG = Log.of(InstructionFiles.class);
  private static final List<String> NAMES = List.of("AGENTS.override.md", "AGENTS.md");

  /** Stands between what the user wants everywhere and what the project wants. */
  private static final String PROJECT_BEGINS = "\n\n--- project-doc ---\n\n";

  private final Path home;
  private final List<String> names;
  private final int maxBytes;

  /**
   * @param home the server's home
   * @param moreNames names that count when a directory has none of the usual ones
   * @param maxBytes of a project's files together; 0 for none at all
   */
  InstructionFiles(Path home, List<String> moreNames, int maxBytes) {
    this.home = home;
    this.names = new ArrayList<>(NAMES);
    this.names.addAll(moreNames);
    this.maxBytes = maxBytes;
  }

  /** What holds for this directory. */
  ProjectInstructions of(String directory) {
    List<Path> sources = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    String own = firstOf(home, NAMES, maxBytes, sources);
    if (own != null) {
      text.append(own);
    }
    int left = maxBytes;
    boolean begun = false;
    for (Path ancestor : GitRepositories.directoriesDownTo(directory)) {
      String found = left <= 0 ? null : firstOf(ancestor, names, left, sources);
      if (found != null) {
        left -= found.getBytes(StandardCharsets.UTF_8).length;
        text.append(begun ? "\n\n" : own == null ? "" : PROJECT_BEGINS).append(found);
        begun = true;
      }
    }
    return new ProjectInstructions(directory, text.toString(), sources);
  }

  /** The contents of the directory's first file that says something. */
  private static @Nullable String firstOf(
      Path directory, List<String> names, int maxBytes, List<Path> sources) {
    for (String name : names) {
      Path file;
      try {
        file = directory.resolve(name);
      } catch (InvalidPathException e) {
        continue; // a configured name that no file can have
      }
      if (!Files.isRegularFile(file)) {
        continue;
      }
      try (InputStream in = Files.newInputStream(file)) {
        String text = decode(in.readNBytes(maxBytes));
        if (!text.isBlank()) {
          sources.add(file);
          return text;
        }
      } catch (IOException e) {
        LOG.warn("instructions in " + file + " could not be read: " + e);
      }
    }
    return null;
  }

  /** A character that the limit cut apart is left out. */
  private static String decode(byte[] bytes) {
    int last = bytes.length - 1;
    while (last > 0 && bytes.length - last < 4 && (bytes[last] & 0xC0) == 0x80) {
      last--;
    }
    boolean cut = last >= 0 && bytes.length - last < lengthFrom(bytes[last]);
    return new String(bytes, 0, cut ? last : bytes.length, StandardCharsets.UTF_8);
  }

  /** How many bytes a character has that begins with this one. */
  private static int lengthFrom(byte first) {
    return (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : (first & 0xF8) == 0xF0 ? 4 : 1;
  }
}
