package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.server.context.ContextSource;
import dev.heddle.server.context.Surroundings;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.model.ModelProvider;
import dev.heddle.server.model.ModelRequest;
import dev.heddle.server.rollout.ContextFacts;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.ResponseItems;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.store.Uuid7;
import dev.heddle.server.thread.SettingsRecords;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.turn.TokenCounter.Counted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a turn's conversation by a short form of itself, which the model writes.
 *
 * <p>Everything that comes of it is recorded at once, as a checkpoint and what a reader needs that
 * begins there; until then the old conversation stands, so a compaction that is interrupted or
 * fails changes nothing.
 *
 * <p><b>Thread-safety:</b> one thread, the turn's runner.
 *
 * <p><b>Errors:</b> what the provider throws, and an answer without a summary, which is asked for
 * again like one that broke off. When the conversation does not even fit for its summary, its
 * oldest items are left out, more with each attempt.
 */
final class Compaction {
  private static final int CHARS_PER_TOKEN = 4;

  /** What users said may take this part of the room; the rest is for what is to come. */
  private static final int SAID_SHARE = 4;

  private final TurnScope scope;
  private final ModelProvider provider;
  private final StreamRetries retries;
  private final String instructions;
  private final ContextLimits limits;
  private final ContextSource context;
  private final TokenCounter tokens;
  private final Source conversation;

  /** Gives the conversation as it is recorded. */
  @FunctionalInterface
  interface Source {
    List<JsonObject> items() throws ModelException;
  }

  Compaction(
      TurnScope scope,
      ModelProvider provider,
      StreamRetries retries,
      String instructions,
      ContextLimits limits,
      ContextSource context,
      TokenCounter tokens,
      Source conversation) {
    this.scope = scope;
    this.provider = provider;
    this.retries = retries;
    this.instructions = instructions;
    this.limits = limits;
    this.context = context;
    this.tokens = tokens;
    this.conversation = conversation;
  }

  /**
   * Compacts if what was said before this turn leaves too little room for it.
   *
   * @param asked how many of the newest items of the conversation are what the turn is about; they
   *     stay as they are
   */
  void beforeTurn(int asked) throws ModelException, CancelledException {
    Counted counted = TokenCounter.current(scope);
    if (!scope.kind().speaksToUser() || counted == null) {
      return; // nothing was said
    }
    List<JsonObject> items = conversation.items();
    int from = Math.max(0, items.size() - asked);
    long fresh = estimate(items.subList(from, items.size()));
    if (taken(counted, items) + fresh >= limits.compactAt() && from > 0) {
      run(items.size() - from);
    }
  }

  /** Compacts if the turn has used up the room for another answer. */
  void beforeNextAnswer() throws ModelException, CancelledException {
    Counted counted = TokenCounter.current(scope);
    if (scope.kind().speaksToUser() && counted != null) {
      long known = counted.last().totalTokens();
      if ((known > 0 ? known : estimate(conversation.items())) >= limits.compactAt()) {
        run(0);
      }
    }
  }

  /** Some providers do not say what a conversation takes. */
  private long taken(Counted counted, List<JsonObject> items) {
    long known = counted.last().totalTokens();
    return known > 0 ? known : estimate(items);
  }

  /**
   * Compacts.
   *
   * @param kept how many of the newest items are not summed up but stay
   */
  void run(int kept) throws ModelException, CancelledException {
    String itemId = Uuid7.next();
    JsonObject item = StoredItems.contextCompaction(itemId);
    long startedAtMs = scope.clock().millis();
    scope.items().announceStarted(stored(itemId, item, startedAtMs, null));
    List<JsonObject> all = conversation.items();
    List<JsonObject> old = all.subList(0, all.size() - kept);
    SummaryAnswer answer = summary(old);
    Counted counted = tokens.next(scope, answer.usage());
    scope.goal().answered(answer.usage());
    StoredItem completed = stored(itemId, item, startedAtMs, scope.clock().millis());
    List<RolloutRecord> end = scope.items().record(completed);
    List<JsonObject> now;
    TurnSettings next;
    List<RolloutRecord> records;
    Counted after;
    do {
      now = conversation.items(); // others add to it while the summary is written
      next = scope.thread().settings();
      records = new ArrayList<>();
      after = records(old, now.subList(old.size(), now.size()), answer, counted, next, records);
      records.addAll(end);
    } while (!scope.recordIfUnchanged(now.size(), next, records));
    scope.items().awaitStored();
    tokens.tell(scope, counted);
    tokens.tell(scope, after);
    scope.items().announceCompleted(completed);
  }

  private SummaryAnswer summary(List<JsonObject> items) throws ModelException, CancelledException {
    int left = 0; // items that are left out
    for (int attempt = 1; ; attempt++) {
      scope.turn().cancellation().check();
      tokens.repeat(scope);
      SummaryAnswer answer = new SummaryAnswer();
      try {
        provider.stream(
            request(items.subList(left, items.size())), answer, scope.turn().cancellation());
        if (answer.text().isEmpty()) {
          throw noSummary();
        }
        return answer;
      } catch (ModelException e) {
        boolean tooLong = e.kind() == ModelException.Kind.CONTEXT_WINDOW_EXCEEDED;
        if (tooLong && left < items.size()) {
          left = Math.min(items.size(), Math.max(1, left * 2));
        } else if (retries.allowed(e, attempt)) {
          retries.await(e, attempt);
        } else {
          throw e;
        }
      }
    }
  }

  private static ModelException noSummary() {
    return new ModelException(
        ModelException.Kind.OTHER,
        "The model did not write a summary of the conversation.",
        null,
        true,
        Duration.ZERO,
        null);
  }

  private ModelRequest request(List<JsonObject> items) {
    List<JsonObject> input = new ArrayList<>(ResponseItems.forModel(items));
    input.add(ResponseItems.message("user", CompactedConversation.PROMPT));
    TurnSettings settings = scope.settings();
    return new ModelRequest(
        settings.model(),
        instructions,
        input,
        List.of(),
        settings.reasoningEffort(),
        settings.reasoningSummary() == null ? null : WireNames.of(settings.reasoningSummary()),
        null,
        scope.threadId(),
        scope.turnId());
  }

  /**
   * Adds the checkpoint and what belongs to it; returns what is counted then.
   *
   * @param next the thread's settings, which may be newer than the turn's
   */
  private Counted records(
      List<JsonObject> old,
      List<JsonObject> tail,
      SummaryAnswer answer,
      Counted counted,
      TurnSettings next,
      List<RolloutRecord> records) {
    Instant now = scope.clock().instant();
    TurnSettings settings = scope.settings();
    Surroundings surroundings = context.of(settings);
    String summary = CompactedConversation.introduced(answer.text());
    List<JsonObject> replacement =
        new ArrayList<>(
            CompactedConversation.of(
                old,
                ContextMessages.items(surroundings, null, scope.turnId()),
                summary,
                limits.compactAt() / SAID_SHARE * CHARS_PER_TOKEN,
                scope.turnId()));
    replacement.addAll(tail);
    Counted after = counted.taking(estimate(replacement) + instructions.length() / CHARS_PER_TOKEN);
    RolloutRecord usage = tokens.usageRecord(scope, answer.responseId(), answer.usage(), counted);
    if (answer.message() != null) {
      records.add(scope.responseItem(answer.message()));
    }
    records.add(usage);
    records.add(tokens.countRecord(scope, counted));
    records.add(
        Records.compacted(
            now, summary, replacement, resumeMetadata(settings), window(answer, usage.payload())));
    records.add(Records.worldState(now, surroundings.state()));
    records.add(
        Records.turnContext(
            now, scope.turnId(), scope.turn().rootTurnId(), SettingsRecords.turnContext(settings)));
    records.add(SettingsRecords.applied(now, scope.threadId(), next));
    records.add(tokens.countRecord(scope, after));
    return after;
  }

  /** What a reader that begins at the checkpoint could not know otherwise. */
  private JsonObject resumeMetadata(TurnSettings settings) {
    JsonObject previous = new JsonObject();
    previous.addProperty("model", settings.model());
    previous.addProperty("comp_hash", (String) null);
    previous.addProperty("realtime_active", false);
    JsonObject resume = new JsonObject();
    resume.addProperty("last_started_turn_id", scope.turnId());
    resume.add("previous_turn_settings", previous);
    return resume;
  }

  /** Which of the thread's conversations this is: they are counted and have ids. */
  private JsonObject window(SummaryAnswer answer, JsonObject usage) {
    JsonObject before = scope.thread().<@Nullable JsonObject>context(ContextFacts::window);
    Long number = before == null ? null : Json.integer(before, "window_number");
    String first = before == null ? null : Json.string(before, "first_window_id");
    String previous = before == null ? null : Json.string(before, "window_id");
    JsonObject window = new JsonObject();
    window.addProperty("window_number", number == null ? 1 : number + 1);
    window.addProperty("first_window_id", first == null ? scope.threadId() : first);
    window.addProperty("previous_window_id", previous == null ? scope.threadId() : previous);
    window.addProperty("window_id", Uuid7.next());
    window.addProperty("compaction_response_id", answer.responseId());
    window.add("latest_token_usage_record", usage.deepCopy());
    return window;
  }

  private StoredItem stored(
      String itemId, JsonObject item, long startedAtMs, @Nullable Long completedAtMs) {
    return new StoredItem(
        scope.turnId(), itemId, RolloutRecord.NO_ORDINAL, startedAtMs, completedAtMs, item);
  }

  private static long estimate(List<JsonObject> items) {
    long chars = 0;
    for (JsonObject item : items) {
      chars += item.toString().length();
    }
    return chars / CHARS_PER_TOKEN;
  }
}
