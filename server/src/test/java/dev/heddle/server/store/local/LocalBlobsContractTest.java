package dev.heddle.server.store.local;

import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.journal.Backlog;
import java.time.Clock;
import java.time.ZoneOffset;

/** The contract with nearly every text in a blob. */
class LocalBlobsContractTest extends LocalThreadStoreTest {
  static final int LARGE_CHARS = 30;

  @Override
  protected ThreadStore open() {
    return new LocalThreadStore(
        new CodexHome(home, ZoneOffset.UTC),
        Durability.DEFAULT,
        Backlog.DEFAULT,
        LARGE_CHARS,
        files,
        Clock.systemUTC());
  }
}
