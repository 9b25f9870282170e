package dev.heddle.server.model.script;

import dev.heddle.server.model.Cancellation;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.model.ModelListener;
import dev.heddle.server.model.ModelProvider;
import dev.heddle.server.model.ModelRequest;
import dev.heddle.server.model.Sleeper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The offline provider: plays a scenario, and answers by itself where the scenario says nothing.
 *
 * <p>The same conversation gets the same answer on every run. Item ids count up per conversation
 * ({@code msg_2}, {@code fc_3}) and continue after the highest one in the request, so that they
 * stay unique when a conversation is resumed by another process.
 *
 * <p><b>Thread-safety:</b> thread-safe. What is remembered per conversation (the turn, how many
 * requests it made, the last number) is bounded: the longest unused is forgotten.
 */
public final class ScriptProvider implements ModelProvider {
  private static final int MAX_CONVERSATIONS = 4096;

  /** What is remembered of one conversation. */
  private static final class Progress {
    String turnId = "";
    int requestsOfTurn;
    long lastNumber;
  }

  private final Scenario scenario;
  private final Sleeper sleeper;
  private final Map<String, Progress> conversations; // guarded by itself
  private long requests; // guarded by conversations

  /** Without a scenario. */
  public ScriptProvider() {
    this(Scenario.NONE, Sleeper.REAL);
  }

  /**
   * @param scenario what to play
   * @param sleeper waits for the scenario's delays
   */
  ScriptProvider(Scenario scenario, Sleeper sleeper) {
    this.scenario = scenario;
    this.sleeper = sleeper;
    this.conversations =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Progress> eldest) {
            return size() > MAX_CONVERSATIONS;
          }
        };
  }

  @Override
  public void stream(ModelRequest request, ModelListener listener, Cancellation cancellation)
      throws ModelException, CancelledException {
    cancellation.check();
    Conversation conversation = Conversation.of(request.input());
    List<Step> steps;
    synchronized (conversations) {
      Progress progress = conversations.computeIfAbsent(request.threadId(), id -> new Progress());
      if (!progress.turnId.equals(request.turnId())) {
        progress.turnId = request.turnId();
        progress.requestsOfTurn = 0;
      }
      progress.lastNumber = Math.max(progress.lastNumber, conversation.highestNumber());
      steps = choose(conversation, progress.requestsOfTurn++, ++requests);
    }
    new ScriptPlayer(listener, cancellation, sleeper, () -> nextNumber(request.threadId()))
        .play(steps, conversation);
  }

  private List<Step> choose(Conversation conversation, int requestOfTurn, long requestNumber) {
    for (Rule rule : scenario.rules()) {
      if (rule.applies(conversation, requestNumber)) {
        // A rule for one request of the process starts with its first answer there.
        int response = rule.request() == null ? requestOfTurn : 0;
        if (response < rule.responses().size()) {
          return rule.responses().get(response);
        }
      }
    }
    return OfflineAnswer.to(conversation);
  }

  private long nextNumber(String threadId) {
    synchronized (conversations) {
      return ++conversations.computeIfAbsent(threadId, id -> new Progress()).lastNumber;
    }
  }
}
