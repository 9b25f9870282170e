package dev.heddle.server.review;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.rollout.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reviewer answered: findings and a judgement, or, from one that did not keep to the form,
 * its words.
 *
 * @param findings the most urgent need not be first
 * @param correctness whether the change is right, in the reviewer's words; may be empty
 * @param explanation why; may be empty
 * @param confidence from 0 to 1; 0 when the reviewer did not say
 */
public record ReviewOutput(
    List<ReviewFinding> findings, String correctness, String explanation, double confidence) {
  /** What people read when a review has nothing to show. */
  private static final String NOTHING = "The review ended without a result.";

  public ReviewOutput {
    findings = List.copyOf(findings);
  }

  /**
   * Reads the last message of a reviewer: the form it was asked for, alone or with words or a fence
   * around it. Any other text is kept whole, as the explanation.
   *
   * @return null for no text at all
   */
  public static @Nullable ReviewOutput read(String answer) {
    if (answer.isBlank()) {
      return null;
    }
    int begin = answer.indexOf('{');
    int end = answer.lastIndexOf('}');
    ReviewOutput read = begin < 0 || end < begin ? null : parsed(answer.substring(begin, end + 1));
    return read == null ? new ReviewOutput(List.of(), "", answer, 0) : read;
  }

  private static @Nullable ReviewOutput parsed(String json) {
    try {
      return JsonParser.parseString(json) instanceof JsonObject object ? of(object) : null;
    } catch (JsonParseException e) {
      return null;
    }
  }

  /** Reads the form as it was asked for or stored; null when a finding cannot be told from it. */
  public static @Nullable ReviewOutput of(JsonObject object) {
    if (!(object.get("findings") instanceof JsonArray list)) {
      return null;
    }
    List<ReviewFinding> findings = new ArrayList<>();
    for (JsonElement element : list) {
      ReviewFinding finding = element instanceof JsonObject one ? ReviewFinding.read(one) : null;
      if (finding == null) {
        return null;
      }
      findings.add(finding);
    }
    String explanation = Json.string(object, "overall_explanation");
    if (explanation == null && findings.isEmpty()) {
      return null; // says nothing
    }
    return new ReviewOutput(
        findings,
        Json.string(object, "overall_correctness", ""),
        explanation == null ? "" : explanation,
        number(object, "overall_confidence_score"));
  }

  /** As histories keep it. */
  public JsonObject stored() {
    JsonArray list = new JsonArray();
    findings.forEach(finding -> list.add(finding.stored()));
    JsonObject stored = new JsonObject();
    stored.add("findings", list);
    stored.addProperty("overall_correctness", correctness);
    stored.addProperty("overall_explanation", explanation);
    stored.addProperty("overall_confidence_score", confidence);
    return stored;
  }

  /** For people: the explanation, then a list of the findings. */
  public String text() {
    List<String> parts = new ArrayList<>();
    if (!explanation.isBlank()) {
      parts.add(explanation.strip());
    }
    if (!findings.isEmpty()) {
      parts.add(findings.size() == 1 ? "Review comment:" : "Full review comments:");
      findings.forEach(finding -> parts.add(finding.text()));
    }
    return parts.isEmpty() ? NOTHING : String.join("\n\n", parts).strip();
  }

  /** The text for what is stored of a review; {@code output} is null when there was none. */
  public static String text(@Nullable JsonObject output) {
    ReviewOutput read = output == null ? null : of(output);
    if (read != null) {
      return read.text();
    }
    String explanation = output == null ? "" : Json.string(output, "overall_explanation", "");
    return explanation.isBlank() ? NOTHING : explanation.strip();
  }

  static double number(JsonObject object, String member) {
    return object.get(member) instanceof JsonPrimitive value
            && value.isNumber()
            && Double.isFinite(value.getAsDouble()) // JSON has no word for others
        ? value.getAsDouble()
        : 0;
  }
}
