package dev.heddle.server.store.local;

/** Whether large strings are kept apart from the lines that have them. */
public enum Blobs {
  /** Lines have everything in them, as Codex's have. */
  OFF,
  /** Each large string is kept once; Codex sees its blob's name in its place. */
  ON
}
