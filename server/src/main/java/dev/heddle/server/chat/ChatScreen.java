package dev.heddle.server.chat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.Set;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/**
 * What a person sees of a turn: text as it comes, commands with their output, changes as diffs.
 *
 * <p>One thread.
 */
final class ChatScreen {
  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  private static final AttributedStyle DIM = PLAIN.faint();
  private static final AttributedStyle RED = PLAIN.foreground(AttributedStyle.RED);
  private static final AttributedStyle GREEN = PLAIN.foreground(AttributedStyle.GREEN);
  private static final AttributedStyle CYAN = PLAIN.foreground(AttributedStyle.CYAN);

  private static final char CONTROL_PICTURES = '\u2400';
  private static final char DELETE = '\u007f';
  private static final char DELETE_PICTURE = '\u2421';
  private static final char REPLACEMENT = '\ufffd';

  private final Terminal terminal;
  private final Set<String> streamed = new HashSet<>();
  private boolean lineIsOpen;

  ChatScreen(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Shows a notification, if a person would want to see it. */
  void show(String method, JsonObject params) {
    switch (method) {
      case "item/started" -> started(item(params));
      case "item/completed" -> completed(item(params));
      case "item/agentMessage/delta" -> delta(params, PLAIN);
      case "item/commandExecution/outputDelta", "item/reasoning/summaryTextDelta" ->
          delta(params, DIM);
      case "turn/plan/updated" -> plan(params);
      case "error" -> line(text(params.getAsJsonObject("error"), "message"), RED);
      case "warning" -> line(text(params, "message"), DIM);
      case "configWarning" -> configWarning(params);
      case "turn/completed" -> ended(params.getAsJsonObject("turn"));
      default -> {}
    }
  }

  /** A line of the chat's own. */
  void line(String text) {
    line(text, PLAIN);
  }

  /** A line about something that went wrong. */
  void problem(@Nullable String text) {
    line(String.valueOf(text), RED);
  }

  private void started(JsonObject item) {
    switch (text(item, "type")) {
      case "commandExecution" -> line("$ " + text(item, "command"), CYAN);
      case "fileChange" -> changes(item);
      default -> {}
    }
  }

  private void completed(JsonObject item) {
    String id = text(item, "id");
    switch (text(item, "type")) {
      case "agentMessage" -> {
        if (!streamed.remove(id)) {
          line(text(item, "text"), PLAIN);
        }
        endLine();
      }
      case "commandExecution" -> {
        if (!streamed.remove(id)
            && item.get("aggregatedOutput") instanceof JsonElement output
            && output.isJsonPrimitive()) {
          print(output.getAsString(), DIM);
        }
        endLine();
        String code = text(item, "exitCode");
        if (!code.isEmpty() && !code.equals("0")) {
          line("(exit code " + code + ")", RED);
        }
      }
      case "fileChange" -> line("(changes: " + text(item, "status") + ")", DIM);
      default -> endLine();
    }
  }

  private void changes(JsonObject item) {
    if (!(item.get("changes") instanceof JsonArray changes)) {
      return;
    }
    for (JsonElement each : changes) {
      JsonObject change = each.getAsJsonObject();
      JsonObject kind = change.get("kind") instanceof JsonObject known ? known : new JsonObject();
      line(text(kind, "type") + " " + text(change, "path"), CYAN);
      text(change, "diff").lines().forEach(this::diffLine);
    }
  }

  private void diffLine(String text) {
    line(text, text.startsWith("+") ? GREEN : text.startsWith("-") ? RED : DIM);
  }

  private void plan(JsonObject params) {
    if (params.get("plan") instanceof JsonArray steps) {
      for (JsonElement step : steps) {
        JsonObject each = step.getAsJsonObject();
        String mark = text(each, "status").equals("completed") ? "[x] " : "[ ] ";
        line(mark + text(each, "step"), DIM);
      }
    }
  }

  private void configWarning(JsonObject params) {
    String details = text(params, "details");
    line(text(params, "summary") + (details.isEmpty() ? "" : ": " + details), DIM);
  }

  private void ended(JsonObject turn) {
    endLine();
    switch (text(turn, "status")) {
      case "interrupted" -> line("(interrupted)", DIM);
      case "failed" ->
          problem(
              turn.get("error") instanceof JsonObject error ? text(error, "message") : "failed");
      default -> {}
    }
  }

  private void delta(JsonObject params, AttributedStyle style) {
    streamed.add(text(params, "itemId"));
    print(text(params, "delta"), style);
  }

  private void line(String text, AttributedStyle style) {
    endLine();
    print(text + "\n", style);
  }

  private void endLine() {
    if (lineIsOpen) {
      print("\n", PLAIN);
    }
  }

  private void print(String text, AttributedStyle style) {
    if (!text.isEmpty()) {
      String shown = visible(text);
      lineIsOpen = !shown.endsWith("\n");
      terminal.writer().print(new AttributedStringBuilder().styled(style, shown).toAnsi(terminal));
      terminal.writer().flush();
    }
  }

  /** Signs for what would move the cursor, lest a text write over what the chat asks. */
  private static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.replace("\r\n", "\n"));
    for (int i = 0; i < visible.length(); i++) {
      char c = visible.charAt(i);
      if (c < ' ' && c != '\n' && c != '\t') {
        visible.setCharAt(i, (char) (CONTROL_PICTURES + c));
      } else if (c == DELETE) {
        visible.setCharAt(i, DELETE_PICTURE);
      } else if (Character.isISOControl(c) && c > DELETE) {
        visible.setCharAt(i, REPLACEMENT);
      }
    }
    return visible.toString();
  }

  private static JsonObject item(JsonObject params) {
    return params.get("item") instanceof JsonObject item ? item : new JsonObject();
  }

  static String text(JsonObject from, String member) {
    JsonElement value = from.get(member);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
