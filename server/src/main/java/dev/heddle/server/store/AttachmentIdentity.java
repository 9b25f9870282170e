package dev.heddle.server.store;

/**
 * Which attachment one is: a thread has no two of the same identity, and other threads may have
 * their own. Immutable.
 *
 * @param type what kind of thing it is, in a word of its client's
 * @param key which one of its kind
 */
public record AttachmentIdentity(String type, String key) {}
