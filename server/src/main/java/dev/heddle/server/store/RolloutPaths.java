package dev.heddle.server.store;

/** Capability of stores whose threads are files: naming a thread by the path of its rollout. */
public interface RolloutPaths {
  /**
   * The thread whose rollout is at {@code path}, archived or not.
   *
   * @param path absolute, or relative to the store's home
   * @throws ThreadStoreException INVALID_REQUEST when there is no such file; CORRUPT when it names
   *     no thread
   */
  StoredThread readByPath(String path);
}
