package dev.heddle.server.store;

/**
 * Where threads belong, all of them at once. Immutable; a change makes another.
 *
 * @param <B> the kind of book
 */
public interface ThreadBook<B extends ThreadBook<B>> {

  /** The same with this thread nowhere; this book itself when it is nowhere already. */
  B withoutMember(String threadId);
}
