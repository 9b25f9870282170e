package dev.heddle.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The directory against which paths that clients give are resolved. Nothing is looked up: a
 * directory that clients name need not exist.
 *
 * <p><b>Thread-safety:</b> immutable.
 */
public final class WorkingDirectory {
  private final Path base;

  private WorkingDirectory(Path base) {
    this.base = base;
  }

  /** The directory of this process. */
  public static WorkingDirectory ofProcess() {
    return new WorkingDirectory(Path.of("").toAbsolutePath().normalize());
  }

  /** Whether {@code path} is a path from the root, as this system writes them. */
  public static boolean isAbsolute(String path) {
    try {
      return Path.of(path).isAbsolute();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Whether {@code text} can be a path on this system. */
  public static boolean isPath(String text) {
    try {
      var unused = Path.of(text);
      return true;
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** This directory, absolute. */
  @Override
  public String toString() {
    return base.toString();
  }

  /**
   * A directory to work in, absolute: as {@link #absolute}, and {@code ~} and what is below it are
   * in the home of the user.
   */
  public String workIn(String directory) {
    boolean ofUser = directory.equals("~") || directory.startsWith("~/");
    return absolute(ofUser ? userHome() + directory.substring(1) : directory);
  }

  /** The home folder of the user. */
  public static String userHome() {
    String home = System.getenv("HOME");
    return home == null || home.isEmpty() ? System.getProperty("user.home") : home;
  }

  /**
   * {@code path} as an absolute path without {@code .}, {@code ..} and trailing slashes. What is no
   * path at all is returned as it is and will match nothing.
   */
  public String absolute(String path) {
    try {
      return base.resolve(path).normalize().toString();
    } catch (InvalidPathException e) {
      return path;
    }
  }
}
