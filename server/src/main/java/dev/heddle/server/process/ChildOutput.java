package dev.heddle.server.process;

/**
 * Takes what a process prints.
 *
 * <p><b>Thread-safety:</b> called by one Java thread per stream; may block, which in time makes the
 * process wait.
 */
@FunctionalInterface
public interface ChildOutput {
  /**
   * More of a stream.
   *
   * @param error whether it is standard error
   * @param bytes the taker's own
   */
  void accept(boolean error, byte[] bytes);

  /**
   * Nothing more comes from a stream: the process has closed it, has ended, or its output was not
   * taken.
   *
   * @param error whether it is standard error
   */
  default void ended(boolean error) {}
}
