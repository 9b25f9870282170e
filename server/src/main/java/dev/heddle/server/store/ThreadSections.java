package dev.heddle.server.store;

import java.util.function.UnaryOperator;

/**
 * The groups that users sort their threads into.
 *
 * <p>They are kept apart from the threads: no journal knows of them, a move needs no thread's
 * writer lock, and an id may be in a section though its thread is gone. A store takes a thread that
 * it deletes out of its section.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 *
 * <p><b>Durability:</b> a change is stored when {@link #change} returns.
 */
public interface ThreadSections {

  /**
   * The sections as of now, whoever changed them. Cheap while nobody does.
   *
   * @throws ThreadStoreException CORRUPT when what is stored cannot be understood; then nothing is
   *     changed either
   */
  SectionBook book();

  /**
   * Changes the sections, alone among all processes.
   *
   * @param change makes another book of the present one; what it throws is thrown, and nothing is
   *     changed then. It calls no store.
   * @return the sections afterwards
   * @throws ThreadStoreException CORRUPT as above; LOCKED when others take too long
   */
  SectionBook change(UnaryOperator<SectionBook> change);
}
