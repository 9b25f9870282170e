package dev.heddle.server.demo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.RpcClientListener;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.rpc.WireTap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Every message of one connection in the order of the wire, told to the {@link Narrator} as it
 * comes, and the place to wait for one.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class Transcript implements WireTap, RpcClientListener {
  private final Narrator narrator;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by lock.
  private final List<Entry> entries = new ArrayList<>();
  private final Map<JsonElement, String> methods = new HashMap<>();
  private @Nullable String unreadable;
  private boolean ended;

  Transcript(Narrator narrator) {
    this.narrator = narrator;
  }

  @Override
  public void sent(String line) {
    add(new Entry(true, WireJson.parse(line).getAsJsonObject()), line);
  }

  @Override
  public void received(String line) {
    if (line.isBlank()) {
      return;
    }
    JsonElement message;
    try {
      message = WireJson.parse(line);
    } catch (DecodeException e) {
      message = null;
    }
    if (message instanceof JsonObject object) {
      add(new Entry(false, object), line);
    } else {
      narrator.unreadable(line);
      fail("a line of the server is not a message: " + line);
    }
  }

  @Override
  public void ended() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many messages there are so far, in both directions: a mark to search from. */
  int size() {
    lock.lock();
    try {
      return entries.size();
    } finally {
      lock.unlock();
    }
  }

  /** The messages so far. */
  List<Entry> entries() {
    lock.lock();
    try {
      return List.copyOf(entries);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a message that fits.
   *
   * @param from the mark to search from
   * @param what names it, for the failure
   * @throws DemoFailure when it does not come within {@code limit}, or cannot come any more
   */
  Entry await(int from, Predicate<Entry> wanted, String what, Duration limit)
      throws InterruptedException {
    lock.lock();
    try {
      long leftNanos = limit.toNanos();
      for (int next = from; ; next++) {
        while (next >= entries.size()) {
          if (unreadable != null) {
            throw new DemoFailure(unreadable);
          }
          if (ended) {
            throw new DemoFailure("the server ended before " + what);
          }
          if (leftNanos <= 0) {
            throw new DemoFailure("no " + what + " within " + limit.toSeconds() + " seconds");
          }
          leftNanos = changed.awaitNanos(leftNanos);
        }
        if (wanted.test(entries.get(next))) {
          return entries.get(next);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Fails if a line was not a message. */
  void requireReadable() {
    lock.lock();
    try {
      if (unreadable != null) {
        throw new DemoFailure(unreadable);
      }
    } finally {
      lock.unlock();
    }
  }

  // Told under the lock, so that what is shown has the order of what is kept.
  private void add(Entry entry, String line) {
    lock.lock();
    try {
      JsonObject message = entry.message();
      if (entry.toServer()) {
        if (message.has("id")) {
          methods.put(message.get("id"), entry.method());
        }
        narrator.sent(line, message);
      } else if (message.has("method")) {
        narrator.said(line, message);
      } else {
        narrator.answered(line, methods.getOrDefault(message.get("id"), "nothing"), message);
      }
      entries.add(entry);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void fail(String reason) {
    lock.lock();
    try {
      unreadable = reason;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * One message.
   *
   * @param toServer whether the client sent it
   */
  record Entry(boolean toServer, JsonObject message) {
    /** The method, or nothing in an answer. */
    String method() {
      return message.has("method") ? message.get("method").getAsString() : "";
    }

    /** Whether the server said this by itself. */
    boolean isNotification(String method) {
      return !toServer && !message.has("id") && method().equals(method);
    }

    /** The text at a path of names, or null. */
    @Nullable String text(String... path) {
      JsonElement at = message;
      for (String name : path) {
        at = at instanceof JsonObject object ? object.get(name) : null;
      }
      return at != null && at.isJsonPrimitive() ? at.getAsString() : null;
    }
  }
}
