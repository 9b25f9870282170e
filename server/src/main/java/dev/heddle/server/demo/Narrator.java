package dev.heddle.server.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.demo.Screen.Piece;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The teller of the story: chapters and explanations between the lines of the wire, each with its
 * essential members. The pieces of one streamed text are joined in one line.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class Narrator {
  private static final String DELTA = "item/agentMessage/delta";
  private static final int LINE_INDENT = 2;
  private static final int MEMBER_INDENT = 4;
  private static final int CHAPTER_PAUSE_MS = 150;
  private static final int DELTA_PAUSE_MS = 15;

  private final Screen screen;
  private final boolean raw;
  private final boolean paced;

  // Guarded by this.
  private final Set<String> explained = new HashSet<>();
  private int chapters;
  private int joinedDeltas;

  /**
   * @param raw show lines as they are
   * @param paced pause a little, so that eyes can follow
   */
  Narrator(Screen screen, boolean raw, boolean paced) {
    this.screen = screen;
    this.raw = raw;
    this.paced = paced;
  }

  /** Begins a chapter with its title and what it is about. */
  synchronized void chapter(String title, String text) {
    pause(CHAPTER_PAUSE_MS);
    endDeltas();
    chapters++;
    screen.newLine();
    screen.put(Style.TITLE, chapters + ". " + title);
    screen.newLine();
    say(text);
  }

  /** A paragraph of explanation. */
  synchronized void say(String text) {
    endDeltas();
    screen.paragraph("   ", Style.FAINT, text);
  }

  /** Something that was expected and is so. */
  synchronized void passed(String text) {
    endDeltas();
    screen.put(Style.PASSED, "  ✓ ");
    screen.plain(text);
    screen.newLine();
  }

  /** Something that was expected and is not so. */
  synchronized void failed(String text) {
    endDeltas();
    screen.newLine();
    screen.put(Style.FAILED, "  ✗ " + text);
    screen.newLine();
  }

  /** The last words: one line each. */
  synchronized void close(String summary, String next) {
    endDeltas();
    screen.newLine();
    screen.put(Style.TITLE, summary);
    screen.newLine();
    screen.plain(next);
    screen.newLine();
  }

  /** A line to the server. */
  synchronized void sent(String line, JsonObject message) {
    endDeltas();
    if (!shownRaw(Style.SENT, "→", line)) {
      String method = string(message, "method");
      head(Style.SENT, "→", method, message.get("id"));
      members(message.get("params"), Guide.to(method).params());
      explain(method);
    }
  }

  /** A notification or a request of the server. */
  synchronized void said(String line, JsonObject message) {
    String method = string(message, "method");
    if (method.equals(DELTA) && !raw) {
      delta(message);
      return;
    }
    endDeltas();
    if (!shownRaw(Style.RECEIVED, "←", line)) {
      head(Style.RECEIVED, "←", method, message.get("id"));
      members(message.get("params"), Guide.to(method).params());
      explain(method);
    }
  }

  /** An answer of the server to the request {@code method}. */
  synchronized void answered(String line, String method, JsonObject message) {
    endDeltas();
    if (shownRaw(Style.RECEIVED, "←", line)) {
      return;
    }
    head(Style.RECEIVED, "← answer to", method, message.get("id"));
    if (message.has("error")) {
      screen.put(Style.FAILED, "  error");
      members(message.get("error"), List.of("code", "message"));
    } else if (message.get("result") instanceof JsonObject result
        && result.get("data") instanceof JsonArray page) {
      screen.newLine();
      page.forEach(element -> members(element, Guide.to(method).result()));
    } else {
      members(message.get("result"), Guide.to(method).result());
    }
  }

  /** A line of the server that is no message. */
  synchronized void unreadable(String line) {
    endDeltas();
    screen.put(Style.FAILED, "  ← not a message: " + line);
    screen.newLine();
  }

  private boolean shownRaw(Style style, String arrow, String line) {
    if (raw) {
      screen.put(style, arrow + " ");
      screen.plain(line);
      screen.newLine();
    }
    return raw;
  }

  private void head(Style style, String arrow, String method, @Nullable JsonElement id) {
    screen.put(style, " ".repeat(LINE_INDENT) + arrow + " ");
    screen.put(Style.METHOD, method);
    if (id != null) {
      screen.put(Style.FAINT, " #" + id.getAsString());
    }
  }

  private void members(@Nullable JsonElement value, List<String> paths) {
    List<Piece> pieces = Extract.of(value, paths);
    screen.pieces(MEMBER_INDENT, pieces);
    screen.newLine();
  }

  private void explain(String method) {
    String meaning = Guide.to(method).meaning();
    if (!meaning.isEmpty() && explained.add(method)) {
      screen.paragraph("      · ", Style.FAINT, meaning);
    }
  }

  private void delta(JsonObject message) {
    if (joinedDeltas == 0) {
      head(Style.RECEIVED, "←", DELTA, null);
      screen.plain("  ");
    } else {
      screen.put(Style.FAINT, "|");
    }
    joinedDeltas++;
    if (message.get("params") instanceof JsonObject params) {
      screen.flow(MEMBER_INDENT + 2, Extract.oneLine(string(params, "delta")));
    }
    pause(DELTA_PAUSE_MS);
  }

  private void endDeltas() {
    if (joinedDeltas > 0) {
      screen.put(Style.FAINT, joinedDeltas == 1 ? "  (1 line)" : "  (" + joinedDeltas + " lines)");
      screen.newLine();
      joinedDeltas = 0;
      explain(DELTA);
    }
  }

  private void pause(int pauseMs) {
    if (!paced) {
      return;
    }
    try {
      Thread.sleep(pauseMs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever waits next will see it
    }
  }

  private static String string(JsonObject object, String name) {
    return object.get(name) instanceof JsonPrimitive value ? value.getAsString() : "";
  }
}
