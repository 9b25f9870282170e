package dev.heddle.server.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import org.jspecify.annotations.Nullable;

/**
 * When the user is asked before a command runs, in {@code approval_policy}.
 *
 * @param mode the word
 * @param granular with {@link Mode#GRANULAR}, which kinds of questions may be asked; else null. Do
 *     not change
 */
public record ApprovalPolicy(Mode mode, @Nullable JsonObject granular) {
  /** Ask when the model asks to leave the sandbox. */
  public static final ApprovalPolicy ON_REQUEST = new ApprovalPolicy(Mode.ON_REQUEST, null);

  /** The policies by word. */
  public enum Mode implements ConfigWord {
    /** Ask before everything not known to be harmless. Only for one thread, never in the file. */
    UNTRUSTED("untrusted"),
    /** Ask when a command failed in the sandbox. */
    ON_FAILURE("on-failure"),
    /** Ask when the model asks to leave the sandbox. */
    ON_REQUEST("on-request"),
    /** Ask for some kinds of things. */
    GRANULAR("granular"),
    /** Never ask. */
    NEVER("never");

    private final String word;

    Mode(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  /** The policy as it is written: a word, or {@code {"granular": {…}}}. */
  public JsonElement toJson() {
    if (granular == null) {
      return new JsonPrimitive(mode.word());
    }
    JsonObject json = new JsonObject();
    json.add(mode.word(), granular);
    return json;
  }
}
