package dev.heddle.server.conform;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.conform.stage.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to a request, and what a rule may expect of it. */
record Answer(String method, JsonObject message) {

  boolean isResult() {
    return message.has("result");
  }

  /** The result; an error breaks the rule. */
  JsonElement result() {
    RuleBroken.unless(isResult(), method + " was refused: " + message);
    return message.get("result");
  }

  /** The same, but a server that does not know the method skips the rule. */
  Answer orSkip() {
    String text = String.valueOf(errorMessage());
    if (code() == -32601 || text.contains("unknown variant `" + method + "`")) {
      throw new RuleSkipped("the server has no " + method);
    }
    return this;
  }

  /** A part of the result, which must be there. */
  JsonElement at(String path) {
    JsonElement part = WireText.at(result(), path);
    if (part == null) {
      throw new RuleBroken("the result of " + method + " has no " + path + ": " + message);
    }
    return part;
  }

  /** A text in the result. */
  String text(String path) {
    JsonElement part = at(path);
    RuleBroken.unless(
        part.isJsonPrimitive(), path + " of " + method + " is not a text: " + message);
    return part.getAsString();
  }

  /** The elements of a list in the result. */
  List<JsonElement> list(String path) {
    RuleBroken.unless(
        at(path) instanceof JsonArray, path + " of " + method + " is not a list: " + message);
    return at(path).getAsJsonArray().asList();
  }

  /** The texts at a path in each element of a list in the result. */
  List<String> texts(String listPath, String path) {
    List<String> texts = new ArrayList<>();
    for (JsonElement each : list(listPath)) {
      JsonElement text = path.isEmpty() ? each : WireText.at(each, path);
      texts.add(text == null || text.isJsonNull() ? "" : text.getAsString());
    }
    return texts;
  }

  /** Expects that {@link #texts} are these. */
  Answer hasTexts(String listPath, String path, List<String> expected) {
    List<String> found = texts(listPath, path);
    RuleBroken.unless(
        found.equals(expected),
        path + " in " + listPath + " of " + method + " should be " + expected + ", but: " + found);
    return this;
  }

  /** Expects a result that holds at least this. */
  Answer holds(String expected, Object... values) {
    JsonElement wanted = WireText.json(expected, values);
    RuleBroken.unless(
        Json.holds(result(), wanted),
        "the result of " + method + " should hold " + wanted + ", but is " + message);
    return this;
  }

  /** Expects that a part of the result is this. */
  Answer is(String path, String expected, Object... values) {
    JsonElement wanted = WireText.json(expected, values);
    RuleBroken.unless(
        wanted.equals(at(path)),
        path + " of " + method + " should be " + wanted + ", but is " + at(path));
    return this;
  }

  /** Expects an error with this code and text. */
  Answer refused(int code, String text) {
    RuleBroken.unless(
        code() == code && text.equals(errorMessage()),
        method + " should be refused with " + code + " '" + text + "', but: " + message);
    return this;
  }

  /** Expects an error with this code whose text begins so. */
  Answer refusedLike(int code, String begin) {
    String text = errorMessage();
    RuleBroken.unless(
        code() == code && text != null && text.startsWith(begin),
        method + " should be refused with " + code + " '" + begin + "…', but: " + message);
    return this;
  }

  private int code() {
    JsonElement code = WireText.at(message, "error.code");
    return code == null || !code.isJsonPrimitive() ? 0 : code.getAsInt();
  }

  private @Nullable String errorMessage() {
    return message.get("error") instanceof JsonObject error ? Json.string(error, "message") : null;
  }
}
