package dev.heddle.server.tool.mcp;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.McpToolCallProgressNotification;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.server.mcp.McpCall;
import dev.heddle.server.mcp.McpException;
import dev.heddle.server.mcp.McpQuestion;
import dev.heddle.server.mcp.McpWatcher;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.tool.ToolScope;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the answer to one call. What the server says meanwhile, progress and questions, is done
 * on the turn's thread, in order.
 *
 * <p><b>Thread-safety:</b> the turn's thread waits; others bring what it does.
 */
final class McpWait implements McpWatcher {
  /** What waits to be done; progress beyond is dropped, questions are declined. */
  private static final int MOST_STEPS = 64;

  /** Something to do on the turn's thread. */
  @FunctionalInterface
  private interface Step {
    void run() throws CancelledException;

    /** It is not done any more: the call is over. */
    default void drop() {}
  }

  /** To put a question to the user, which must be answered whatever becomes of the call. */
  private final class Asking implements Step {
    private final McpQuestion question;

    Asking(McpQuestion question) {
      this.question = question;
    }

    @Override
    public void run() throws CancelledException {
      McpElicitation.put(scope, server, question);
    }

    @Override
    public void drop() {
      question.decline();
    }
  }

  private static final Step WAKE_UP = () -> {};

  private final ToolScope scope;
  private final String itemId;
  private final String server;
  private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
  private volatile boolean over;

  McpWait(ToolScope scope, String itemId, String server) {
    this.scope = scope;
    this.itemId = itemId;
    this.server = server;
  }

  @Override
  public void progress(String message) {
    if (steps.size() < MOST_STEPS) {
      steps.add(() ->
          scope.tell(
              ServerNotifications.ITEM_MCP_TOOL_CALL_PROGRESS,
              new McpToolCallProgressNotification(
                  scope.threadId(), scope.turnId(), itemId, message)));
    }
  }

  @Override
  public void asked(McpQuestion question) {
    if (steps.size() < MOST_STEPS) {
      steps.add(new Asking(question));
      if (over) {
        dropAll();
      }
    } else {
      question.decline();
    }
  }

  /**
   * The result of the call.
   *
   * @param patience how long it may take, without the time for questions
   * @throws McpException when there is none, or not in time
   * @throws CancelledException when the turn is to stop; the server is told
   */
  JsonObject await(McpCall call, Duration patience) throws McpException, CancelledException {
    var unused = call.result().whenComplete((result, failure) -> steps.add(WAKE_UP));
    try (var cancelled = scope.cancellation().onCancel(() -> steps.add(WAKE_UP))) {
      long deadline = System.nanoTime() + patience.toNanos();
      while (!call.result().isDone() || !steps.isEmpty()) {
        long left = deadline - System.nanoTime();
        Step next = left <= 0 ? null : steps.poll(left, TimeUnit.NANOSECONDS);
        scope.cancellation().check();
        if (next == null) {
          if (call.result().isDone()) {
            break;
          }
          McpException late = new McpException(call.late(patience));
          call.cancel(late.message());
          throw late;
        }
        long begun = System.nanoTime();
        next.run();
        if (next instanceof Asking) {
          deadline += System.nanoTime() - begun;
        }
      }
      return call.result().join();
    } catch (CompletionException e) {
      throw McpException.of(e.getCause());
    } catch (CancelledException e) {
      call.cancel("the turn was interrupted");
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      call.cancel("the turn was interrupted");
      throw new CancelledException();
    } finally {
      over = true;
      dropAll();
    }
  }

  private void dropAll() {
    for (Step step = steps.poll(); step != null; step = steps.poll()) {
      step.drop();
    }
  }
}
