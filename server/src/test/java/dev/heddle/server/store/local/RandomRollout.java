package dev.heddle.server.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random lines of a rollout: every kind of record the folds know, in orders that real histories
 * have and in some that they should not have, with damage between.
 */
final class RandomRollout {
  private static final Instant AT = Journal.START.plusSeconds(60);

  private final Random random;
  private final boolean paginated;
  private final boolean damage;
  private long ordinal;
  private String turn = "";
  private int names;
  private final List<String> turns = new ArrayList<>();
  private final List<String> items = new ArrayList<>();

  /**
   * @param ordinal the first
   * @param damage whether lines may be broken
   */
  RandomRollout(Random random, boolean paginated, long ordinal, boolean damage) {
    this.random = random;
    this.paginated = paginated;
    this.ordinal = ordinal;
    this.damage = damage;
  }

  /** The first line of a file. */
  byte[] header(String threadId, String extra) {
    return line(
        "session_meta",
        "{\"id\":\"%s\",\"timestamp\":\"%s\",\"cwd\":\"/work\",\"originator\":\"test\",\"cli_version\":\"1\",\"source\":\"vscode\",\"model_provider\":\"mock\",\"history_mode\":\"%s\"%s}"
            .formatted(threadId, Journal.START, paginated ? "paginated" : "legacy", extra));
  }

  long nextOrdinal() {
    return ordinal;
  }

  List<String> turns() {
    return turns;
  }

  /** More lines. */
  byte[] lines(int count, boolean rollbacks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      out.writeBytes(line(rollbacks));
    }
    return out.toByteArray();
  }

  private byte[] line(boolean rollbacks) {
    int kind = random.nextInt(damage ? 34 : 30);
    return switch (kind) {
      case 0, 1, 2 -> {
        turn = random.nextInt(12) == 0 ? someTurn() : "t" + random.nextInt(3) + "-" + names++;
        turns.add(turn);
        yield event(
            "\"type\":\"task_started\",\"turn_id\":\"%s\",\"root_turn_id\":\"r\",\"started_at\":%d"
                .formatted(turn, random.nextInt(100)));
      }
      case 3 ->
          event(
              "\"type\":\"task_complete\",\"turn_id\":\"%s\",\"completed_at\":7,\"duration_ms\":5%s"
                  .formatted(
                      someTurn(),
                      random.nextBoolean() ? ",\"error\":{\"message\":\"broken\"}" : ""));
      case 4 -> event("\"type\":\"turn_aborted\",\"turn_id\":\"%s\"".formatted(someTurn()));
      case 5 -> event("\"type\":\"task_complete\",\"completed_at\":9");
      case 6, 7, 8 -> userMessage();
      case 9, 10, 11 -> agentMessage();
      case 12 ->
          event(
              "\"type\":\"item_completed\",\"thread_id\":\"x\",\"turn_id\":\"%s\",\"item\":{\"type\":\"Plan\",\"id\":\"%s\",\"text\":\"%s\"},\"started_at_ms\":3,\"completed_at_ms\":%d"
                  .formatted(someTurn(), someItem(), text(), random.nextInt(100)));
      case 13 -> event("\"type\":\"agent_reasoning\",\"text\":\"%s\"".formatted(text()));
      case 14 ->
          event(
              "\"type\":\"exec_command_end\",\"turn_id\":\"%s\",\"call_id\":\"%s\",\"command\":[\"ls\"],\"cwd\":\"/w\",\"exit_code\":0,\"aggregated_output\":\"%s\""
                  .formatted(someTurn(), someItem(), text()));
      case 15, 16 ->
          own(
              "heddle_partial_item",
              "{\"turn_id\":\"%s\",\"item_id\":\"%s\",\"item_type\":\"AgentMessage\",\"text\":\"%s\"}"
                  .formatted(turn, someItem(), text()));
      case 17 -> own("heddle_thread_metadata", "{\"thread_id\":\"x\",\"name\":\"n\"}");
      case 18 ->
          line(
              "compacted",
              random.nextInt(3) == 0
                  ? "{\"message\":\"%s\"}".formatted(text())
                  : "{\"message\":\"s\",\"replacement_history\":[%s,%s],\"resume_metadata\":{\"last_started_turn_id\":\"%s\"}}"
                      .formatted(said("user"), said("assistant"), someTurn()));
      case 19 ->
          line(
              "turn_context",
              "{\"turn_id\":\"%s\",\"cwd\":\"/c%d\",\"model\":\"m%d\",\"approval_policy\":\"never\"}"
                  .formatted(turn, random.nextInt(3), random.nextInt(9)));
      case 20 ->
          event(
              "\"type\":\"thread_settings_applied\",\"thread_id\":\"x\",\"thread_settings\":{\"model\":\"s%d\"}"
                  .formatted(random.nextInt(9)));
      case 21 ->
          event(
              "\"type\":\"token_count\",\"info\":{\"total_token_usage\":{\"total_tokens\":%d}}"
                  .formatted(random.nextInt(999)));
      case 22, 23, 24 -> line("response_item", said(random.nextBoolean() ? "user" : "assistant"));
      case 25 ->
          line(
              "response_item",
              "{\"type\":\"function_call\",\"call_id\":\"%s\",\"name\":\"f\",\"arguments\":\"{}\"}"
                  .formatted(someItem()));
      case 26 ->
          line("unknown_type", "{\"x\":[1,-2.5e3,true,null,{}],\"y\":\"%s\"}".formatted(text()));
      case 27 ->
          rollbacks && random.nextInt(3) == 0
              ? event(
                  "\"type\":\"thread_rolled_back\",\"num_turns\":%d".formatted(random.nextInt(3)))
              : line("response_item", said("user"));
      case 28 -> event("\"type\":\"turn_started\",\"turn_id\":\"%s\"".formatted(turn));
      case 29 -> event("\"type\":\"context_compacted\"");
      case 30 -> "garbage { not json\n".getBytes(UTF_8);
      case 31 -> random.nextBoolean() ? "\n".getBytes(UTF_8) : new byte[] {0, 0, 0, '\n'};
      case 32 -> {
        byte[] whole = line(false);
        byte[] torn = new byte[Math.max(1, whole.length / 2)];
        System.arraycopy(whole, 0, torn, 0, torn.length - 1);
        torn[torn.length - 1] = '\n';
        yield torn;
      }
      default -> {
        byte[] odd = line(false);
        if (odd.length > 3) {
          odd[random.nextInt(odd.length - 1)] = (byte) random.nextInt(256);
        }
        yield odd;
      }
    };
  }

  private byte[] userMessage() {
    return paginated
        ? item("UserMessage", "\"content\":[{\"type\":\"text\",\"text\":\"TEXT\"}]")
        : event("\"type\":\"user_message\",\"message\":\"%s\",\"images\":[]".formatted(text()));
  }

  private byte[] agentMessage() {
    return paginated
        ? item("AgentMessage", "\"content\":[{\"type\":\"Text\",\"text\":\"%s\"}]")
        : event("\"type\":\"agent_message\",\"message\":\"%s\"".formatted(text()));
  }

  private byte[] item(String type, String content) {
    return event(
        "\"type\":\"item_completed\",\"thread_id\":\"x\",\"turn_id\":\"%s\",\"item\":{\"type\":\"%s\",\"id\":\"%s\",%s},\"completed_at_ms\":%d"
            .formatted(
                random.nextInt(8) == 0 ? someTurn() : turn,
                type,
                someItem(),
                content.formatted(text()),
                random.nextInt(1000)));
  }

  private String said(String role) {
    return "{\"type\":\"message\",\"role\":\"%s\",\"content\":[{\"type\":\"input_text\",\"text\":\"%s\"}]}"
        .formatted(role, random.nextInt(5) == 0 ? "<environment_context>" : text());
  }

  private String someTurn() {
    return turns.isEmpty() || random.nextInt(20) == 0
        ? "nowhere-" + random.nextInt(2)
        : turns.get(turns.size() - 1 - random.nextInt(Math.min(3, turns.size())));
  }

  private String someItem() {
    if (items.isEmpty() || random.nextInt(3) != 0) {
      items.add("i" + names++);
    }
    return items.get(items.size() - 1 - random.nextInt(Math.min(3, items.size())));
  }

  private String text() {
    return switch (random.nextInt(6)) {
      case 0 -> "é漢\\u00e9 \\\"quoted\\\" \\n";
      case 1 -> "\\ud83d\\ude00 paired";
      case 2 -> "x".repeat(random.nextInt(300));
      default -> "text " + names++;
    };
  }

  private byte[] event(String members) {
    return line("event_msg", "{" + members + "}");
  }

  private byte[] own(String type, String payload) {
    return encode("", type, payload);
  }

  private byte[] line(String type, String payload) {
    return encode(paginated ? "\"ordinal\":" + ordinal++ + "," : "", type, payload);
  }

  private byte[] encode(String place, String type, String payload) {
    String text =
        "{\"timestamp\":\"%s\",%s\"type\":\"%s\",\"payload\":%s}\n"
            .formatted(AT.plusMillis(random.nextInt(5000)), place, type, payload);
    return text.getBytes(UTF_8);
  }
}
