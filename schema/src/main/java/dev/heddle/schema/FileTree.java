package dev.heddle.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The text files below a folder, by their paths relative to it, with slashes. */
public final class FileTree {
  private FileTree() {}

  /** Writes files and the folders they need; other files stay. */
  public static void write(Path folder, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(path, file.getValue());
    }
  }

  /** All files below a folder; none when there is no such folder. */
  static SortedMap<String, String> read(Path folder) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      for (Path file : filesBelow(folder)) {
        files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
      }
    }
    return files;
  }

  /** Makes these the only files below a folder. */
  static void replace(Path folder, Map<String, String> files) throws IOException {
    for (String path : read(folder).keySet()) {
      if (!files.containsKey(path)) {
        Files.delete(folder.resolve(path));
      }
    }
    write(folder, files);
  }

  /** One line for each file that is missing, superfluous or different, with the first such line. */
  static List<String> differences(
      SortedMap<String, String> present, SortedMap<String, String> expected) {
    SortedSet<String> paths = new TreeSet<>(present.keySet());
    paths.addAll(expected.keySet());
    List<String> differences = new ArrayList<>();
    for (String path : paths) {
      String old = present.get(path);
      String now = expected.get(path);
      if (old == null) {
        differences.add(path + " is missing");
      } else if (now == null) {
        differences.add(path + " has no type any more");
      } else if (!old.equals(now)) {
        differences.add(path + ": " + firstDifference(old.split("\n"), now.split("\n")));
      }
    }
    return differences;
  }

  private static String firstDifference(String[] old, String[] now) {
    int line = 0;
    while (line < old.length && line < now.length && old[line].equals(now[line])) {
      line++;
    }
    String was = line < old.length ? old[line].strip() : "(end)";
    String is = line < now.length ? now[line].strip() : "(end)";
    return "line " + (line + 1) + " says " + was + " and should say " + is;
  }

  private static List<Path> filesBelow(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
