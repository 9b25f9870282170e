package dev.heddle.protocol.v2;

/** Params of a request that concerns one thread and must not overlap with others on it. */
public interface OnThread {
  /** Id of the thread, as the client spelled it. */
  String threadId();
}
