package dev.heddle.server.store.postgres;

import dev.heddle.server.store.Capability;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreContract;
import dev.heddle.server.store.journal.Backlog;
import java.util.Set;

class PostgresThreadStoreTest extends ThreadStoreContract {
  private String url;

  @Override
  protected ThreadStore open() {
    if (url == null) {
      url = EmbeddedDatabase.newSchema();
    }
    return new PostgresThreadStore(EmbeddedDatabase.settings(url), false, Backlog.DEFAULT);
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.QUEUES);
  }

  /** The tables refuse new lines; what is there can be read. */
  @Override
  public boolean rejectWrites(boolean fail) {
    String schema = EmbeddedDatabase.schema(url);
    EmbeddedDatabase.execute(
        fail
            ? "alter table %s.heddle_records add constraint refusal check (false) not valid"
                .formatted(schema)
            : "alter table %s.heddle_records drop constraint refusal".formatted(schema));
    return true;
  }
}
