package dev.heddle.server.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words for what the system refuses: those of the C library with the number of the error, as
 * Codex tells them. Java keeps the words and drops the number.
 */
public final class OsErrors {
  static final String IS_A_DIRECTORY = "Is a directory";

  private static final String NOT_FOUND = "No such file or directory";
  private static final String DENIED = "Permission denied";
  private static final String EXISTS = "File exists";
  private static final String NOT_A_DIRECTORY = "Not a directory";
  private static final String TOO_LONG = "Filename too long";
  private static final String NOT_EMPTY = "Directory not empty";
  private static final String LOOP = "Symbolic link loop";

  /** Linux numbers. */
  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("Operation not permitted", 1),
          Map.entry(NOT_FOUND, 2),
          Map.entry("I/O error", 5),
          Map.entry(DENIED, 13),
          Map.entry("Resource busy", 16),
          Map.entry(EXISTS, 17),
          Map.entry(NOT_A_DIRECTORY, 20),
          Map.entry(IS_A_DIRECTORY, 21),
          Map.entry("Invalid argument", 22),
          Map.entry("Text file busy", 26),
          Map.entry("No space left on device", 28),
          Map.entry("Read-only file system", 30),
          Map.entry(TOO_LONG, 36),
          Map.entry(NOT_EMPTY, 39),
          Map.entry(LOOP, 40));

  /** Where two C libraries differ: theirs, and the one above. */
  private static final Map<String, String> SAME =
      Map.of(
          "File name too long",
          TOO_LONG,
          "Too many levels of symbolic links",
          LOOP,
          "Input/output error",
          "I/O error",
          "Device or resource busy",
          "Resource busy");

  private OsErrors() {}

  /** One line without the path: the client knows that. */
  public static String message(IOException failure) {
    String words = words(failure);
    Integer number = NUMBERS.get(words);
    return number == null ? words : words + " (os error " + number + ")";
  }

  private static String words(IOException failure) {
    String reason =
        switch (failure) {
          case NoSuchFileException e -> isBelowAFile(e.getFile()) ? NOT_A_DIRECTORY : NOT_FOUND;
          case FileAlreadyExistsException e -> EXISTS;
          case DirectoryNotEmptyException e -> NOT_EMPTY;
          case NotDirectoryException e -> NOT_A_DIRECTORY;
          case AccessDeniedException e -> DENIED;
          case FileSystemLoopException e -> LOOP;
          case FileSystemException e -> e.getReason();
          default -> failure.getMessage();
        };
    String known = reason == null ? failure.getClass().getSimpleName() : reason;
    return SAME.getOrDefault(known, known);
  }

  /** Java has one exception for a path that is not there and for one that leads through a file. */
  private static boolean isBelowAFile(@Nullable String path) {
    Path above = path == null ? null : Path.of(path).getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    return above != null && !Files.isDirectory(above);
  }
}
