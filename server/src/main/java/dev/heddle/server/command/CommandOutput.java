package dev.heddle.server.command;

/**
 * Takes what a command prints, as it comes. Called by a thread per stream; while it blocks, the
 * command waits.
 */
@FunctionalInterface
public interface CommandOutput {
  /**
   * More of a stream.
   *
   * @param error whether it is standard error
   * @param last whether no more of the stream is handed on, because it was as much as is wanted
   */
  void accept(boolean error, byte[] bytes, boolean last);
}
