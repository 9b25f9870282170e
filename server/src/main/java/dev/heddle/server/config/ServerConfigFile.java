package dev.heddle.server.config;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The server's configuration as it is now, and the way to change its file. What is written counts
 * for all that asks from then on; the server's own table, {@code heddle}, counts from the next
 * start.
 *
 * <p><b>Thread-safety:</b> thread-safe; changes come one at a time, those of other servers on the
 * home too.
 */
public final class ServerConfigFile implements Supplier<ServerConfig> {
  private final Path home;
  private final List<String> overrides;
  private volatile ServerConfig current;

  /**
   * Loads it.
   *
   * @param overrides as for {@link ConfigLoader#load}
   */
  public ServerConfigFile(Path home, List<String> overrides) throws ConfigException {
    this.home = home;
    this.overrides = overrides;
    this.current = ConfigLoader.load(home, overrides);
  }

  @Override
  public ServerConfig get() {
    return current;
  }

  /**
   * Reads the file again, which somebody may have changed.
   *
   * @throws ConfigException when it cannot be used; then nothing was changed
   */
  public synchronized void reload() throws ConfigException {
    current = ConfigLoader.load(home, overrides);
  }

  /** The file; it need not exist. */
  public Path path() {
    return home.resolve(ConfigLoader.FILE_NAME);
  }

  /** See {@link ConfigLoader#sources}. */
  public List<ConfigSource> sources() throws ConfigException {
    return ConfigLoader.sources(home, overrides);
  }

  /**
   * Changes the file, all or nothing, and what {@link #get} returns.
   *
   * @param expectedVersion the version the file must have; null for any
   * @return false when the file has another version; then nothing was changed
   * @throws ConfigException when the file cannot be read, or would not be one the server can start
   *     with; then nothing was changed
   */
  public synchronized boolean write(List<ConfigChange> changes, @Nullable String expectedVersion)
      throws ConfigException, IOException {
    try (ConfigLock _ = ConfigLock.take(home)) {
      return writeAlone(changes, expectedVersion);
    }
  }

  private boolean writeAlone(List<ConfigChange> changes, @Nullable String expectedVersion)
      throws ConfigException, IOException {
    String before = ConfigLoader.readText(path());
    TomlEditor editor = new TomlEditor(before, ConfigLoader.FILE_NAME);
    ConfigSource now = new ConfigSource(ConfigSource.Kind.FILE, path(), null, editor.tree());
    if (expectedVersion != null && !expectedVersion.equals(now.version())) {
      return false;
    }
    for (ConfigChange change : changes) {
      editor.set(change.path(), change.value(), change.keepOthers());
    }
    ServerConfig after = ConfigLoader.of(editor.tree(), home, overrides);
    if (!editor.text().equals(before)) {
      ConfigFile.write(path(), editor.text());
    }
    current = after;
    return true;
  }

  /** The value in force; null for none. */
  public @Nullable JsonElement effective(List<String> path) {
    return ConfigTree.at(current.raw(), path);
  }
}
