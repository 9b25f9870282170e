package dev.heddle.server.store.local;

import com.google.common.base.Suppliers;
import dev.heddle.server.store.Uuid7;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A row of the index that says which process reads all files of the home just now, so that two that
 * start at once do not both do it. It stops nobody: who needs an answer reads what the answer
 * needs.
 *
 * <p><b>Thread-safety:</b> as the index.
 */
final class IndexLease {
  /** For so long after its last sign of life its holder is taken to be at work. */
  static final Duration LIFE = Duration.ofSeconds(5);

  private static final String NAME = "fill";

  private final IndexFile index;
  private final Clock clock;
  private final Supplier<String> owner =
      Suppliers.memoize(() -> ProcessHandle.current().pid() + " " + Uuid7.next());
  private volatile long takenMs;

  IndexLease(IndexFile index, Clock clock) {
    this.index = index;
    this.clock = clock;
  }

  /**
   * Takes the lease or makes it last longer.
   *
   * @return false when another process has it; true also when the index cannot say
   */
  boolean take() {
    long now = clock.millis();
    takenMs = now;
    boolean[] taken = {true};
    try {
      index.write(c -> {
        // A deadline beyond any that is given out: a clock was set back. It means nothing.
        String sql =
            """
            insert into leases values (?1, ?2, ?3)
            on conflict (name) do update set owner = excluded.owner, until_ms = excluded.until_ms
            where owner = ?2 or until_ms <= ?4 or until_ms > ?3
            """;
        try (PreparedStatement s = c.prepareStatement(sql)) {
          s.setString(1, NAME);
          s.setString(2, owner.get());
          s.setLong(3, now + LIFE.toMillis());
          s.setLong(4, now);
          taken[0] = s.executeUpdate() == 1;
        }
      });
    } catch (IndexException e) {
      return true;
    }
    return taken[0];
  }

  /** Makes a lease last longer that was taken a while ago. */
  void keep() {
    if (clock.millis() - takenMs >= LIFE.toMillis() / 5) {
      take();
    }
  }

  /** Gives it back, if it is ours. */
  void release() {
    try {
      index.write(c -> {
        try (PreparedStatement s =
            c.prepareStatement("delete from leases where name = ? and owner = ?")) {
          s.setString(1, NAME);
          s.setString(2, owner.get());
          s.executeUpdate();
        }
      });
    } catch (IndexException e) {
      // It ends by itself.
    }
  }
}
