package dev.heddle.server.store.journal;

import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ThreadStoreException;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link JournalWriter} stores the records of its thread: all that differs from store to
 * store.
 *
 * <p><b>Thread-safety:</b> {@link #path}, {@link #strict} and {@link #untouched} may be called at
 * any time. Of the others one is called at a time, without any lock.
 */
public interface Journal {
  /** Where the records are, for stores with paths; null elsewhere. */
  @Nullable String path();

  /** Whether {@link #store} returns only when its records are forced to the device. */
  boolean strict();

  /** Whether nothing was ever stored or looked at here, so that there is nothing to look at. */
  boolean untouched();

  /**
   * Looks whether what was stored is still there, and makes ready to store more.
   *
   * @param recordsWait whether there is anything to store
   * @return the last ordinal that others have stored since, for what waits to be numbered behind;
   *     {@link RolloutRecord#NO_ORDINAL} when nothing is to be numbered anew
   * @throws ThreadStoreException when the journal may not be written any more
   */
  long check(boolean recordsWait) throws IOException;

  /**
   * Stores the oldest of the records that wait: all that it takes or none. What a call could not
   * store is what the next one tries, byte for byte, as it may be there though the call failed.
   *
   * @param oldest gives them; empty when none waits
   * @return how many are stored now; 0 when there were none, or others have stored some before
   *     them, which the next {@link #check} tells of
   */
  int store(Supplier<List<RolloutRecord>> oldest) throws IOException;

  /** What it means that a call failed. */
  ThreadStoreException failure(IOException cause);

  /** Hears that storing failed after it had worked. */
  void failed(ThreadStoreException cause);

  /** Hears that storing works again. */
  void recovered();

  /** The log is closed; called once. */
  void close();
}
