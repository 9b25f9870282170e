package dev.heddle.server;

/** What the process tells its parent when it ends. */
public enum ExitCode {
  /** All that was accepted was done. */
  OK(0),
  /** The command line could not be understood. */
  USAGE(1),
  /** The server could not start. */
  CANNOT_START(2),
  /** The server ended, but something it had accepted could not be stored. */
  NOT_STORED(3),
  /** A second signal cut the end short. */
  FORCED(4),
  /** A demonstration or a trial of a server saw something else than it should. */
  NOT_AS_EXPECTED(5),
  /** A home has a journal that is damaged, or damaged sections, projects or attachments. */
  DAMAGED(6);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The number the operating system hands to the parent. */
  public int number() {
    return number;
  }
}
