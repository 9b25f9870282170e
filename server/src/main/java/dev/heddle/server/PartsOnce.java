package dev.heddle.server;

import dev.heddle.server.dispatch.RequestDispatcher;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a server, built when first asked for, and ended if they were. Building that fails is
 * tried again by who asks next.
 *
 * <p><b>Thread-safety:</b> thread-safe; who asks while another builds waits.
 */
final class PartsOnce implements EndOfService {
  private final Supplier<AppServerParts> building;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable AppServerParts parts;
  private boolean ended; // guarded by lock

  PartsOnce(Supplier<AppServerParts> building) {
    this.building = building;
  }

  /**
   * The parts.
   *
   * @throws dev.heddle.protocol.rpc.RpcException if the server ended before there were any
   */
  AppServerParts get() {
    AppServerParts built = parts;
    return built != null ? built : build();
  }

  private AppServerParts build() {
    lock.lock();
    try {
      AppServerParts built = parts;
      if (built == null) {
        if (ended) {
          throw RequestDispatcher.shuttingDown();
        }
        built = building.get();
        parts = built;
      }
      return built;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean end(Duration patience) throws InterruptedException {
    AppServerParts built;
    lock.lockInterruptibly();
    try {
      ended = true;
      built = parts;
    } finally {
      lock.unlock();
    }
    return built == null || built.end().end(patience);
  }
}
