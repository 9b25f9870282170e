package dev.heddle.server.connection;

import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.rpc.WireLine;
import dev.heddle.server.log.Log;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.jspecify.annotations.Nullable;

/**
 * The only writer of a client's output: a queue of lines, drained by one thread in the order in
 * which they were queued.
 *
 * <p>Queueing never blocks. Who can wait calls {@link #awaitRoom} first: the reader before it takes
 * in another request, a turn before it produces more. So memory is bounded without anything being
 * dropped. While the client is slow, adjacent deltas of one item are merged; nothing else is.
 *
 * <p><b>Thread-safety:</b> thread-safe. Its lock is the innermost: nothing is called while it is
 * held.
 *
 * <p><b>Errors:</b> when the output breaks, everything queued and everything sent later is
 * discarded, and the owner is told once.
 */
public final class Outbox {
  private static final Log LOG = Log.of(Outbox.class);

  /** Lines are written together up to this size. */
  private static final int BATCH_BYTES = 64 << 10;

  private final OutputStream out;
  private final long maxBytes;
  private final LongSupplier nowMs;
  private final Runnable onBroken;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Condition drained = lock.newCondition();

  // All guarded by lock.
  private final ArrayDeque<OutboxEntry> queue = new ArrayDeque<>();
  private final Map<String, OutboxEntry> lastOfThread = new HashMap<>();
  private final Set<Thread> gathering = new HashSet<>();
  private long pendingBytes;

  /** Whether what is queued is to go now; otherwise a thread gathers all of it. */
  private boolean due;

  private boolean writing;
  private boolean closed;
  private boolean broken;

  private Outbox(OutputStream out, long maxBytes, LongSupplier nowMs, Runnable onBroken) {
    this.out = out;
    this.maxBytes = maxBytes;
    this.nowMs = nowMs;
    this.onBroken = onBroken;
  }

  /**
   * An outbox with its writer running.
   *
   * @param out where the lines go; the outbox is its only user and does not close it
   * @param maxBytes above this there is no room for more
   * @param nowMs Unix time in milliseconds, for {@code emittedAtMs}
   * @param onBroken called once, on the writer's thread, when {@code out} fails
   */
  public static Outbox open(
      OutputStream out, long maxBytes, LongSupplier nowMs, Runnable onBroken) {
    Outbox outbox = new Outbox(out, maxBytes, nowMs, onBroken);
    Thread writer = new Thread(outbox::run, "heddle-writer");
    writer.setDaemon(true);
    writer.start();
    return outbox;
  }

  /** Queues a message that may concern any thread; no delta is moved before or after it. */
  public void send(Message message) {
    queue(null, message, null);
  }

  /**
   * Queues a message.
   *
   * @param onFlushed runs on the writer's thread after the line was handed to the stream, or given
   *     up because the stream is closed or broken: exactly once in any case. It must not block
   */
  public void send(Message message, Runnable onFlushed) {
    queue(null, message, onFlushed);
  }

  /**
   * Queues a message that goes out only when {@code followUp} has run: what that queues is behind
   * it before anybody can react to it.
   *
   * @param followUp runs on the calling thread; must not wait for the client
   * @param onFlushed as in {@link #send(Message, Runnable)}
   */
  public void sendFollowed(Message message, Runnable followUp, Runnable onFlushed) {
    OutboxEntry entry = entry(null, message, onFlushed);
    entry.hold(true);
    add(entry);
    try {
      followUp.run();
    } finally {
      stopHolding(entry);
    }
  }

  /**
   * Queues a message that concerns only {@code threadId}: deltas of other threads merge across it.
   */
  public void send(String threadId, Message message) {
    queue(threadId, message, null);
  }

  /** Deltas of one item; {@code form} makes a notification of their text. */
  DeltaChannel openDeltas(String threadId, DeltaText.Form<?> form) {
    return new Channel(threadId, form);
  }

  /**
   * From now on the lines that the calling thread queues may wait for each other, so that they are
   * written together; {@link #letGo} ends that. The thread must do so before it waits for anything.
   * Lines of other threads go out at once, and those before them with them.
   */
  void gather() {
    lock.lock();
    try {
      gathering.add(Thread.currentThread());
    } finally {
      lock.unlock();
    }
  }

  /** What the calling thread gathered is written. */
  void letGo() {
    lock.lock();
    try {
      gathering.remove(Thread.currentThread());
      if (!queue.isEmpty()) {
        goNow();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether less than the bound waits to be written, or nothing will be any more. */
  public boolean hasRoom() {
    lock.lock();
    try {
      return hasRoomNow();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until {@link #hasRoom}. For those that produce more than they were asked for. */
  public void awaitRoom() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!hasRoomNow()) {
        goNow(); // what was gathered must go, or there will never be any
        room.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes nothing more, and waits until all that was queued is written.
   *
   * @return whether everything was written
   */
  public boolean close(Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      closed = true;
      goNow();
      room.signalAll();
      long left = patience.toNanos();
      while ((!queue.isEmpty() || writing) && !broken && left > 0) {
        left = drained.awaitNanos(left);
      }
      return queue.isEmpty() && !writing && !broken;
    } finally {
      lock.unlock();
    }
  }

  private void queue(@Nullable String threadId, Message message, @Nullable Runnable onFlushed) {
    add(entry(threadId, message, onFlushed));
  }

  private OutboxEntry entry(
      @Nullable String threadId, Message message, @Nullable Runnable onFlushed) {
    // On the caller's thread, so that the writer only copies bytes.
    WireLine line = WireJson.line(message, nowMs.getAsLong());
    return OutboxEntry.ofLine(threadId, line, onFlushed);
  }

  private void add(OutboxEntry entry) {
    boolean taken;
    lock.lock();
    try {
      taken = addLast(entry);
    } finally {
      lock.unlock();
    }
    if (!taken) {
      entry.flushed();
    }
  }

  private void stopHolding(OutboxEntry entry) {
    lock.lock();
    try {
      entry.hold(false);
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  // Under lock.
  private boolean addLast(OutboxEntry entry) {
    if (closed || broken) {
      return false;
    }
    queue.addLast(entry);
    pendingBytes += entry.chargedBytes();
    if (entry.threadId() == null) {
      lastOfThread.clear();
    } else {
      lastOfThread.put(entry.threadId(), entry);
    }
    if (!gathering.contains(Thread.currentThread())) {
      goNow();
    }
    return true;
  }

  // Under lock.
  private void goNow() {
    due = true;
    work.signal();
  }

  private boolean hasRoomNow() {
    return pendingBytes < maxBytes || closed || broken;
  }

  private void run() {
    try {
      drain();
    } catch (Throwable e) { // out of memory, most likely: end in order rather than fall silent
      LOG.error("the writer failed", e);
      giveUp();
    }
  }

  private void drain() {
    List<OutboxEntry> batch = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(BATCH_BYTES);
    while (takeBatch(batch)) {
      boolean written = write(batch, bytes);
      long chargedBytes = 0;
      for (OutboxEntry each : batch) {
        chargedBytes += each.chargedBytes();
        each.flushed();
      }
      batch.clear();
      release(chargedBytes);
      if (!written) {
        giveUp();
        return;
      }
    }
  }

  private boolean takeBatch(List<OutboxEntry> batch) {
    lock.lock();
    try {
      while (firstReady() == null) {
        if (closed && queue.isEmpty()) {
          return false;
        }
        work.awaitUninterruptibly();
      }
      long bytes = 0;
      for (OutboxEntry next = firstReady();
          next != null && (batch.isEmpty() || bytes + next.chargedBytes() <= BATCH_BYTES);
          next = firstReady()) {
        batch.add(queue.removeFirst());
        bytes += next.chargedBytes();
        if (next.threadId() != null) {
          lastOfThread.remove(next.threadId(), next);
        }
      }
      due = !queue.isEmpty();
      writing = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  // Under lock.
  private @Nullable OutboxEntry firstReady() {
    OutboxEntry first = queue.peekFirst();
    return !due || first == null || first.held() ? null : first;
  }

  private boolean write(List<OutboxEntry> batch, ByteArrayOutputStream bytes) {
    try {
      if (batch.size() == 1) {
        batch.get(0).writeTo(out);
      } else {
        bytes.reset();
        for (OutboxEntry each : batch) {
          each.writeTo(bytes);
        }
        bytes.writeTo(out);
      }
      out.flush();
      return true;
    } catch (IOException e) {
      LOG.info("the client's input is gone: " + e.getMessage());
      return false;
    }
  }

  private void release(long bytes) {
    lock.lock();
    try {
      writing = false;
      pendingBytes -= bytes;
      if (hasRoomNow()) {
        room.signalAll();
      }
      if (queue.isEmpty()) {
        drained.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void giveUp() {
    List<OutboxEntry> rest;
    lock.lock();
    try {
      broken = true;
      rest = new ArrayList<>(queue);
      queue.clear();
      lastOfThread.clear();
      pendingBytes = 0;
      room.signalAll();
      drained.signalAll();
    } finally {
      lock.unlock();
    }
    rest.forEach(OutboxEntry::flushed);
    onBroken.run();
  }

  /** Deltas of one item, merged with the last of them while nothing of its thread came between. */
  private final class Channel implements DeltaChannel {
    private final String threadId;
    private final DeltaText.Form<?> form;
    private @Nullable OutboxEntry last; // guarded by lock

    Channel(String threadId, DeltaText.Form<?> form) {
      this.threadId = threadId;
      this.form = form;
    }

    @Override
    public void append(String text) {
      long now = nowMs.getAsLong();
      lock.lock();
      try {
        OutboxEntry previous = last;
        // The map forgets an entry when the writer takes it, so one that is in it still waits.
        if (previous != null
            && lastOfThread.get(threadId) == previous
            && previous.merge(text, now)) {
          pendingBytes += text.length();
          return;
        }
        OutboxEntry entry = OutboxEntry.ofDeltas(threadId, new DeltaText(form, text, now));
        last = addLast(entry) ? entry : null;
      } finally {
        lock.unlock();
      }
    }
  }
}
