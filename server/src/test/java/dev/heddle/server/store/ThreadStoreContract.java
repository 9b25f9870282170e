package dev.heddle.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link ThreadStore} promises, as tests. A store is one when a class that extends this
 * passes; what it does not offer is skipped by asking it, never by its name.
 *
 * <p>Written against the SPI alone. A failure names the step that failed.
 */
@Tag("SA-1")
@Timeout(60)
public abstract class ThreadStoreContract
    implements JournalContract,
        StringsContract,
        ListContract,
        MetadataContract,
        PlacesContract,
        WriterContract,
        CopiedForkContract,
        ReferenceForkContract,
        RevertContract,
        HistoryPagesContract,
        RejectionContract,
        SearchContract,
        QueueContract,
        SectionsContract,
        AttachmentsContract,
        ProjectsContract {
  private final List<ThreadStore> opened = new ArrayList<>();
  private ThreadStore current;

  /**
   * A store on the storage of this test. Called again it opens the same storage: after the earlier
   * store was closed that is a restart, before it is a second process.
   */
  protected abstract ThreadStore open();

  /** Stores without capabilities need not say so. */
  @Override
  public Set<Capability> capabilities() {
    return Set.of();
  }

  @Override
  public boolean rejectWrites(boolean fail) {
    return false;
  }

  @Override
  public final ThreadStore store() {
    if (current == null) {
      current = secondProcess();
    }
    return current;
  }

  @Override
  public final ThreadStore restart() {
    store().close();
    opened.remove(current);
    current = secondProcess();
    return current;
  }

  @Override
  public final ThreadStore secondProcess() {
    ThreadStore store = open();
    opened.add(store);
    return store;
  }

  @AfterEach
  final void closeStores() {
    opened.forEach(ThreadStore::close);
  }
}
