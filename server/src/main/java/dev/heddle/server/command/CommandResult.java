package dev.heddle.server.command;

import java.nio.charset.StandardCharsets;

/**
 * How a command ended.
 *
 * @param exitCode {@link CommandRun#TIMED_OUT} when its time was over
 * @param stdout what was kept of it
 * @param stderr the same
 */
public record CommandResult(int exitCode, Printed stdout, Printed stderr) {
  /**
   * The beginning of a stream.
   *
   * @param bytes empty when they were handed on as they came
   * @param capped whether it was as much as is kept or handed on
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Printed(byte[] bytes, boolean capped) {
    /** The bytes as text. */
    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
