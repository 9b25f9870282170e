package dev.heddle.server.acceptance;

import com.google.gson.JsonObject;
import dev.heddle.server.conform.trace.TraceEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What a client with very many requests has heard: the answers by id, and the turns that ended.
 *
 * <p>Thread-safe.
 */
final class Inbox implements Consumer<TraceEntry> {
  private static final long PATIENCE_S = 20;

  private final Map<Long, JsonObject> answers = new HashMap<>(); // guarded by this
  private final Set<String> ended = new HashSet<>(); // guarded by this

  @Override
  public synchronized void accept(TraceEntry entry) {
    if (entry.isResponse()) {
      answers.put(entry.message().get("id").getAsLong(), entry.message());
    } else if (entry.method().equals("turn/completed")) {
      ended.add(entry.params().getAsJsonObject("turn").get("id").getAsString());
    }
    notifyAll();
  }

  /** Waits for the answer to a request and takes it. */
  synchronized JsonObject answer(long id) {
    await(() -> answers.containsKey(id), "answer to " + id);
    return answers.remove(id);
  }

  /** Waits until the turn is announced as over. */
  synchronized void awaitEnd(String turnId) {
    await(() -> ended.contains(turnId), "end of turn " + turnId);
  }

  @SuppressWarnings("GuardedBy") // only called under the lock
  private void await(BooleanSupplier arrived, String what) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    try {
      while (!arrived.getAsBoolean()) {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (leftMs <= 0) {
          throw new AssertionError("no " + what);
        }
        wait(leftMs);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
