package dev.heddle.server.store.local;

import dev.heddle.server.store.Capability;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreContract;
import dev.heddle.server.store.journal.Backlog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

class LocalThreadStoreTest extends ThreadStoreContract {
  @TempDir Path home;
  final FaultyFiles files = new FaultyFiles();

  @Override
  protected ThreadStore open() {
    return new LocalThreadStore(
        new CodexHome(home, ZoneOffset.UTC),
        Durability.DEFAULT,
        Backlog.DEFAULT,
        files,
        Clock.systemUTC());
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }

  @Override
  public boolean rejectWrites(boolean fail) {
    if (fail) {
      files.failAfter(100);
    } else {
      files.heal();
    }
    return true;
  }
}
