package dev.heddle.server.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A logger for one part of the server: a line per event on standard error, never on standard
 * output. The environment variable {@code HEDDLE_LOG} names the least level that is written: {@code
 * off}, {@code error}, {@code warn} (the default), {@code info} or {@code debug}.
 *
 * <p>It stands in for a logging framework because it is on the path from start to the first answer,
 * where a framework costs more than everything else together.
 *
 * <p><b>Thread-safety:</b> thread-safe; the text of one event is written in one piece.
 */
public final class Log {
  /** Importance of an event, from most to least. */
  public enum Level {
    OFF,
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  private static final Level LEVEL = levelOf(System.getenv("HEDDLE_LOG"));

  private final String name;

  private Log(String name) {
    this.name = name;
  }

  /** The logger whose lines carry the simple name of {@code owner}. */
  public static Log of(Class<?> owner) {
    return new Log(owner.getSimpleName());
  }

  /** Something failed that should not have. */
  public void error(String message) {
    write(Level.ERROR, message, null);
  }

  /** Something failed that should not have; the trace is written too. */
  public void error(String message, Throwable cause) {
    write(Level.ERROR, message, cause);
  }

  /** Something is wrong, and the server went on. */
  public void warn(String message) {
    write(Level.WARN, message, null);
  }

  /** Something is wrong, and the server went on; the trace is written too. */
  public void warn(String message, Throwable cause) {
    write(Level.WARN, message, cause);
  }

  /** An event worth a line for who asked for it. */
  public void info(String message) {
    write(Level.INFO, message, null);
  }

  /** Detail for who looks for a fault; the text is made only when it is wanted. */
  public void debug(Supplier<String> message) {
    if (isWritten(Level.DEBUG)) {
      write(Level.DEBUG, message.get(), null);
    }
  }

  /** The level that {@code text} names; {@link Level#WARN} for null or any other text. */
  static Level levelOf(@Nullable String text) {
    if (text != null) {
      String wanted = text.strip().toUpperCase(Locale.ROOT);
      for (Level level : Level.values()) {
        if (level.name().equals(wanted)) {
          return level;
        }
      }
    }
    return Level.WARN;
  }

  private static boolean isWritten(Level level) {
    return level.compareTo(LEVEL) <= 0;
  }

  private void write(Level level, String message, @Nullable Throwable cause) {
    if (!isWritten(level)) {
      return;
    }
    StringWriter text = new StringWriter();
    text.append(Instant.now().toString()).append(' ').append(level.name()).append(' ');
    text.append(name).append(": ").append(message).append('\n');
    if (cause != null) {
      cause.printStackTrace(new PrintWriter(text, true));
    }
    System.err.print(text);
    System.err.flush();
  }
}
