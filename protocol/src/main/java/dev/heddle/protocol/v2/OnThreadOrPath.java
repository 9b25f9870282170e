package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/** Params of a request that names a thread by id or by the path of its rollout file. */
public interface OnThreadOrPath extends OnThread {
  /** Path of the rollout file; null or empty when the id counts. */
  @Nullable String path();
}
