package dev.heddle.server;

/** The version of this server. A constant in the classes, so that stale classes show themselves. */
final class Version {
  /** As in the pom, which says {@code -SNAPSHOT} behind it between releases. */
  static final String NUMBER = "0.1.0";

  private Version() {}

  /** What {@code --version} prints. */
  static String text() {
    return "heddle " + NUMBER + " (build " + BuildId.value() + ")";
  }
}
