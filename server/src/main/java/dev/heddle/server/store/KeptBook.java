package dev.heddle.server.store;

import java.util.function.UnaryOperator;

/**
 * A book that a store keeps apart from the threads: no journal knows of it, a change needs no
 * thread's writer lock, and a thread may be in it though it is gone. A store takes a thread that it
 * deletes out of it, and one whose log is closed before anything of it was stored.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 *
 * <p><b>Durability:</b> a change is stored when {@link #change} returns.
 *
 * @param <B> the kind of book
 */
public interface KeptBook<B extends ThreadBook<B>> {

  /**
   * The book as of now, whoever changed it. Cheap while nobody does.
   *
   * @throws ThreadStoreException CORRUPT when what is stored cannot be understood; then nothing is
   *     changed either
   */
  B book();

  /**
   * Changes the book, alone among all processes.
   *
   * @param change makes another book of the present one; what it throws is thrown, and nothing is
   *     changed then. It calls no store.
   * @return the book afterwards
   * @throws ThreadStoreException CORRUPT as above; LOCKED when others take too long
   */
  B change(UnaryOperator<B> change);
}
