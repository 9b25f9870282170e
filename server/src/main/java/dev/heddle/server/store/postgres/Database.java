package dev.heddle.server.store.postgres;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.heddle.server.log.Log;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import stormpot.Allocator;
import stormpot.BasePoolable;
import stormpot.Expiration;
import stormpot.Pool;
import stormpot.PoolException;
import stormpot.Slot;
import stormpot.Timeout;

/**
 * Transactions of the database, on a bounded number of connections that are made when they are
 * first wanted.
 *
 * <p>Work runs on a thread of its own for which its caller waits: interrupting a virtual thread
 * closes the socket that it reads from.
 *
 * <p><b>Thread-safety:</b> thread-safe. Work that begins other work while it holds a connection may
 * wait for ever when all do; only {@link PostgresQueues} does, and leaves some.
 */
final class Database implements AutoCloseable {
  private static final Log LOG = Log.of(Database.class);
  private static final Duration FREE_WITHIN = Duration.ofSeconds(30);
  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(5);
  private static final long RENEWED_AFTER_MINUTES = 30;

  private final Connections connections;
  private final int size;
  private final Pool<Pooled> pool;
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("heddle-database").factory());
  private volatile boolean migrated;

  Database(Connections connections, int size) {
    this.connections = connections;
    this.size = size;
    this.pool =
        Pool.fromInline(new Places())
            .setSize(size)
            .setExpiration(Expiration.after(RENEWED_AFTER_MINUTES, TimeUnit.MINUTES))
            .build();
  }

  /** How many connections there may be. */
  int size() {
    return size;
  }

  /** Work within a transaction; done again from its start when its connection turns out lost. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Does the work in a transaction that is committed when it returns, and rolled back when it
   * throws.
   *
   * @throws ThreadStoreException for a failure of the database. When the answer to the commit was
   *     lost, what was changed may be there. What the work throws is thrown, too.
   */
  <T> T transaction(@Nullable String threadId, Work<T> work) {
    Future<T> done;
    try {
      done = workers.submit(() -> attempts(threadId, work));
    } catch (RejectedExecutionException e) {
      throw new ThreadStoreException(Kind.IO, threadId, "the thread store is closed", e);
    }
    try {
      return Objects.requireNonNull(Uninterruptibles.getUninterruptibly(done));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException first) {
        throw first; // the work's own
      }
      throw new ThreadStoreException(
          Kind.IO, threadId, "the database could not be used", e.getCause());
    }
  }

  private <T> T attempts(@Nullable String threadId, Work<T> work) {
    for (int lost = 0; ; lost++) {
      Pooled pooled = claim(threadId);
      boolean committing = false;
      try {
        Connection connection = pooled.open(connections);
        migrate(connection);
        T result = work.on(connection);
        committing = true;
        connection.commit();
        return result;
      } catch (SQLException e) {
        if (pooled.isOpen() && SqlFailure.isLost(e)) {
          pooled.expire();
          if (lost < size && !committing) {
            continue; // it may have been lost while nobody used it, as all the others
          }
        }
        LOG.warn("database.failed thread=" + threadId + " because " + e);
        throw SqlFailure.of(threadId, e);
      } finally {
        pooled.giveBack();
      }
    }
  }

  private Pooled claim(@Nullable String threadId) {
    Pooled pooled;
    try {
      pooled =
          pool.getVirtualThreadSafeTap().claim(new Timeout(FREE_WITHIN.toMillis(), MILLISECONDS));
    } catch (PoolException | IllegalStateException | InterruptedException e) {
      throw new ThreadStoreException(Kind.IO, threadId, "the thread store is closed", e);
    }
    if (pooled == null) {
      throw new ThreadStoreException(
          Kind.LOCKED, threadId, "no connection to the database became free", null);
    }
    return pooled;
  }

  private void migrate(Connection connection) throws SQLException {
    if (!migrated) {
      Schema.migrate(connection);
      connection.commit();
      migrated = true;
    }
  }

  @Override
  public void close() {
    workers.shutdown();
    try {
      boolean unused = pool.shutdown().await(new Timeout(CLOSED_WITHIN.toMillis(), MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // they close without us
    }
  }

  /**
   * A place for a connection, which whoever takes it opens: so there are no more than are wanted,
   * and who cannot connect hears why.
   */
  private static final class Pooled extends BasePoolable {
    private @Nullable Connection connection;

    Pooled(Slot slot) {
      super(slot);
    }

    Connection open(Connections connections) throws SQLException {
      Connection open = connection;
      if (open == null) {
        open = connections.open();
        connection = open;
        open.setAutoCommit(false);
      }
      return open;
    }

    boolean isOpen() {
      return connection != null;
    }

    void giveBack() {
      try {
        if (connection != null && !connection.isClosed()) {
          connection.rollback(); // ends what was not committed; costs nothing where all was
        }
      } catch (SQLException e) {
        expire();
      } finally {
        release();
      }
    }

    void close() throws SQLException {
      if (connection != null) {
        connection.close();
      }
    }
  }

  private static final class Places implements Allocator<Pooled> {
    @Override
    public Pooled allocate(Slot slot) {
      return new Pooled(slot);
    }

    @Override
    public void deallocate(Pooled pooled) throws SQLException {
      pooled.close();
    }
  }
}
