package dev.heddle.server.store;

import org.jspecify.annotations.Nullable;

/** The repository state a thread belongs to; any member may be unknown. */
public record GitInfo(@Nullable String sha, @Nullable String branch, @Nullable String originUrl) {
  /** Whether nothing is known. */
  public boolean isEmpty() {
    return sha == null && branch == null && originUrl == null;
  }
}
