package dev.heddle.server.config;

/** Where threads are kept, in {@code heddle.store}. */
public enum StoreKind implements ConfigWord {
  /** Journal files below the home directory. */
  LOCAL("local"),
  /** A PostgreSQL database, see {@link PostgresConfig}. */
  POSTGRES("postgres"),
  /** The memory of this process. */
  MEMORY("memory");

  private final String word;

  StoreKind(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
