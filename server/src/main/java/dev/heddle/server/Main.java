package dev.heddle.server;

/** The command line. */
public final class Main {
  private Main() {}

  /** Runs {@code args[0]}. */
  public static void main(String[] args) {
    System.out.println("ok " + String.join(",", args) + " on " + Runtime.version());
  }
}
