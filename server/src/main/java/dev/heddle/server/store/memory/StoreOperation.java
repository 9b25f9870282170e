package dev.heddle.server.store.memory;

/** What is counted of a store's work: its methods, and those of the logs it opened. */
public enum StoreOperation {
  CREATE,
  RESUME,
  READ,
  REPLAY,
  LIST,
  UPDATE,
  ARCHIVE,
  UNARCHIVE,
  DELETE,
  /** Batches appended to a log; empty ones do not count. */
  APPEND,
  FLUSH,
  /** Logs closed; only the first close of each counts. */
  CLOSE_LOG
}
