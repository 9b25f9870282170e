package dev.heddle.server.differential;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened while a session was played to one server: the wire, and what the model was asked.
 *
 * @param wire requests and messages in the order in which the client saw them
 * @param modelRequests the conversation part of each request to the model
 */
record Transcript(List<Entry> wire, List<Entry> modelRequests) {
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  /** What an entry is; the first three are not compared. */
  enum Kind {
    /** A new server process. */
    STARTED,
    SENT,
    /** A message that the peer sends at times only. */
    OPTIONAL,
    RECEIVED,
    MODEL_REQUEST,
    /** Something the session waited for in vain. */
    MISSING,
    /** The session could not go on. */
    STOPPED
  }

  /**
   * One message or event.
   *
   * @param step the number of the step that was being played
   * @param section the heading above that step
   * @param name the method, for a response that of its request
   * @param content the whole message
   */
  record Entry(Kind kind, int step, String section, String name, JsonElement content) {

    /** What two entries must share to be the same event in two transcripts. */
    String label() {
      if (!content.isJsonObject()) {
        return kind + " " + name + " " + content;
      }
      JsonObject message = content.getAsJsonObject();
      StringBuilder label = new StringBuilder().append(kind).append(' ').append(name);
      if (message.has("id")) {
        return label.append(" #").append(message.get("id")).toString();
      }
      if (message.get("params") instanceof JsonObject params) {
        append(label, params.get("threadId"));
        if (params.get("thread") instanceof JsonObject thread) {
          append(label, thread.get("id"));
        }
        if (params.get("item") instanceof JsonObject item) {
          append(label, item.get("type"));
        }
        if (params.get("status") instanceof JsonObject status) {
          append(label, status.get("type"));
        }
      }
      return label.toString();
    }

    private static void append(StringBuilder label, JsonElement part) {
      if (part != null && part.isJsonPrimitive()) {
        label.append(' ').append(part.getAsString());
      }
    }
  }

  /** One line per entry, for people and for a text comparison by hand. */
  String toText() {
    List<String> lines = new ArrayList<>();
    String section = "";
    for (Entry entry : wire) {
      if (!entry.section().equals(section)) {
        section = entry.section();
        lines.add("== " + section);
      }
      lines.add(mark(entry.kind()) + " " + GSON.toJson(entry.content()));
    }
    lines.add("== the model was asked");
    for (Entry entry : modelRequests) {
      lines.add("? " + GSON.toJson(entry.content()));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String mark(Kind kind) {
    return switch (kind) {
      case STARTED -> "*";
      case SENT -> ">";
      case OPTIONAL -> "< maybe";
      case RECEIVED -> "<";
      case MODEL_REQUEST -> "?";
      case MISSING -> "! missing";
      case STOPPED -> "! stopped";
    };
  }
}
