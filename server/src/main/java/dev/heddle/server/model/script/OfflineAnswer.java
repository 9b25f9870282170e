package dev.heddle.server.model.script;

import java.time.Duration;
import java.util.List;

/** The answer that the offline provider gives by itself: a pure function of the conversation. */
final class OfflineAnswer {
  private static final int CHUNK_CHARS = 24;
  private static final int QUOTED_CHARS = 200;

  private OfflineAnswer() {}

  static List<Step> to(Conversation conversation) {
    return List.of(new Step.Message(text(conversation), CHUNK_CHARS, Duration.ZERO, null));
  }

  private static String text(Conversation conversation) {
    if (conversation.toolOutputs() > 0) {
      return "The tool answered:\n\n" + quote(conversation.lastToolOutput());
    }
    if (conversation.userMessages() == 0) {
      return "There is no message to answer yet.";
    }
    StringBuilder text = new StringBuilder();
    String said = conversation.lastUserText().strip();
    if (said.isEmpty()) {
      text.append("Your message has no text");
    } else {
      text.append("You said:\n\n").append(quote(said)).append("\n\nThat is ");
      text.append(count(said.split("\\s+").length, "word"));
    }
    if (conversation.lastUserImages() > 0) {
      text.append(said.isEmpty() ? ", but " : " and ");
      text.append(count(conversation.lastUserImages(), "image"));
    }
    text.append(", message ").append(conversation.userMessages());
    text.append(" of this conversation.");
    if (conversation.userMessages() == 1) {
      text.append(
          "\n\nI am the offline provider: I answer without a network or a key, and always the"
              + " same way. To talk to a model, set `model` and `model_provider` in config.toml;"
              + " to play a script of your own, set `heddle.scenario`.");
    }
    return text.toString();
  }

  private static String count(int n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }

  private static String quote(String text) {
    String stripped = text.strip();
    if (stripped.codePointCount(0, stripped.length()) > QUOTED_CHARS) {
      stripped = stripped.substring(0, stripped.offsetByCodePoints(0, QUOTED_CHARS)) + "…";
    }
    return "> " + stripped.replace("\n", "\n> ");
  }
}
