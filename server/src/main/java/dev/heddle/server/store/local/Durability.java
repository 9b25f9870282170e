package dev.heddle.server.store.local;

/** What a flushed record has survived. */
public enum Durability {
  /** Handed to the operating system: survives the process. */
  DEFAULT,
  /** Forced to the device: survives the machine. */
  STRICT
}
