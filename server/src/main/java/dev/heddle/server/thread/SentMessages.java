package dev.heddle.server.thread;

import dev.heddle.protocol.v2.Turn;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What clients have sent to one loaded thread under ids of their own, so that a message that is
 * sent again is known. It knows what was accepted since the thread was loaded, recorded already or
 * not; {@link #complete} tells whether the store may know of more.
 *
 * <p><b>Thread-safety:</b> thread-safe. Requests of one thread come one at a time, so nobody looks
 * for a message while another request accepts it.
 */
public final class SentMessages {
  private final Map<String, Sent> byClientId = new ConcurrentHashMap<>();
  private volatile boolean complete;

  /**
   * @param complete whether nothing was sent before that the store knows of
   */
  SentMessages(boolean complete) {
    this.complete = complete;
  }

  /**
   * An accepted message.
   *
   * @param turnId the turn that took it
   * @param rootTurnId the first turn of the chain that led to that one
   * @param digest of its contents
   * @param outcome that turn when it has ended; null when the store knows
   */
  public record Sent(
      String turnId, String rootTurnId, String digest, @Nullable CompletableFuture<Turn> outcome) {}

  /** What was accepted under this id, or null. */
  public @Nullable Sent find(String clientMessageId) {
    return byClientId.get(clientMessageId);
  }

  /** This was accepted. */
  public void note(String clientMessageId, Sent sent) {
    byClientId.put(clientMessageId, sent);
  }

  /** It was taken back: the same id may be sent again. */
  public void forget(String clientMessageId) {
    byClientId.remove(clientMessageId);
  }

  /**
   * Turns were taken back: their messages may be sent again.
   *
   * @param stored whether the store knows whose messages are still there; nobody does otherwise
   */
  public void turnsTakenBack(boolean stored) {
    complete = !stored;
    byClientId.clear();
  }

  /** Whether the store knows of no more than what is known here. */
  public boolean complete() {
    return complete;
  }
}
