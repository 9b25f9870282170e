package dev.heddle.protocol.rpc;

/**
 * What a request may not overlap with. Two requests with equal exclusive scopes run one after the
 * other in arrival order; requests with different scopes, and those with {@link #NONE}, run at the
 * same time. Shared requests of one scope may run together, but never beside an exclusive one.
 *
 * @param kind what {@code key} names
 * @param key the literal thread id, path or name the client gave; empty for {@link #NONE}
 * @param shared whether the request only reads what the scope protects
 */
public record SerializationScope(Kind kind, String key, boolean shared) {
  /** Runs at once, beside everything. */
  public static final SerializationScope NONE = new SerializationScope(Kind.NONE, "", true);

  /** What a scope's key names. */
  public enum Kind {
    NONE,
    THREAD,
    PATH,
    GLOBAL
  }

  /** Requests on one thread id, spelled as the client spelled it. */
  public static SerializationScope thread(String threadId) {
    return new SerializationScope(Kind.THREAD, threadId, false);
  }

  /** Requests on one rollout path, for those that name no thread id. */
  public static SerializationScope path(String path) {
    return new SerializationScope(Kind.PATH, path, false);
  }

  /** Requests that change what {@code name} stands for, process-wide. */
  public static SerializationScope global(String name) {
    return new SerializationScope(Kind.GLOBAL, name, false);
  }

  /** Requests that read what {@code name} stands for, process-wide. */
  public static SerializationScope globalShared(String name) {
    return new SerializationScope(Kind.GLOBAL, name, true);
  }
}
