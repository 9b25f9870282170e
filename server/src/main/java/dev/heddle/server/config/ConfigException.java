package dev.heddle.server.config;

import org.jspecify.annotations.Nullable;

/**
 * A configuration that cannot be used. The message is meant for the user: it names the key or the
 * line, and never a value of a key that may hold a secret.
 */
public sealed class ConfigException extends Exception permits UnknownProviderException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String key;
  private final @Nullable Integer line;

  ConfigException(
      String message, @Nullable String key, @Nullable Integer line, @Nullable Throwable cause) {
    super(message, cause);
    this.key = key;
    this.line = line;
  }

  /** A value that does not fit its key. Ends in the words clients of Codex look for. */
  static ConfigException badValue(String problem, String key) {
    return new ConfigException(problem + "\nin `" + key + "`\n", key, null, null);
  }

  /** A configuration that makes no sense, in a complete sentence; {@code key} may be null. */
  public static ConfigException invalid(String message, @Nullable String key) {
    return new ConfigException(message, key, null, null);
  }

  /** Text that is not TOML. */
  static ConfigException unparsable(String where, int line, String problem, Throwable cause) {
    return new ConfigException(where + " line " + line + ": " + problem, null, line, cause);
  }

  /** A file that cannot be read. */
  static ConfigException unreadable(String message, Throwable cause) {
    return new ConfigException(message, null, null, cause);
  }

  /** The dotted key the message is about, or null. */
  public @Nullable String key() {
    return key;
  }

  /** The line of the file the message is about, from 1, or null. */
  public @Nullable Integer line() {
    return line;
  }

  /** The message as the user sees it. */
  public String message() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
