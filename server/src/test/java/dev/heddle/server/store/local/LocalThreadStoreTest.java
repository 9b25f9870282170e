package dev.heddle.server.store.local;

import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalThreadStoreTest extends ThreadStoreContract {
  @TempDir Path home;

  @Override
  protected ThreadStore open() {
    return new LocalThreadStore(home, Durability.DEFAULT);
  }
}
