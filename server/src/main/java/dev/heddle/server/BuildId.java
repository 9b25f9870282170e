package dev.heddle.server;

/**
 * Which build these classes are of. The layout's maker replaces the value in the packaged class by
 * a digest of everything that is packaged, so classes that came from somewhere else, such as a
 * stale ahead-of-time cache, show themselves.
 */
final class BuildId {
  /** What it is before the classes are packaged. */
  static final String UNPACKAGED = "unpackaged";

  private BuildId() {}

  /** The build's id: hexadecimal digits, or {@link #UNPACKAGED}. */
  static String value() {
    // A string of its own here, not the constant: this is the one that is replaced.
    return "unpackaged";
  }
}
