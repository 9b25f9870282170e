package dev.heddle.server.store;

/** Hears of writes that failed, on the writer thread; must return quickly and not call the log. */
@FunctionalInterface
public interface LogFailureListener {
  /** A write failed, or failed again after it had succeeded; {@code cause} names its kind. */
  void onFailure(ThreadStoreException cause);
}
