package dev.heddle.server.review;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.Json;
import org.jspecify.annotations.Nullable;

/**
 * One thing a reviewer found.
 *
 * @param title in a line
 * @param body why it is wrong and what it leads to; lines of Markdown
 * @param confidence from 0 to 1; 0 when the reviewer did not say
 * @param priority 0 is the most urgent
 * @param path absolute
 * @param firstLine counted from 1
 * @param lastLine not before the first
 */
public record ReviewFinding(
    String title,
    String body,
    double confidence,
    int priority,
    String path,
    long firstLine,
    long lastLine) {
  /** Of a finding whose priority the reviewer did not say: the least urgent it could have said. */
  private static final int NO_PRIORITY = 3;

  /** Reads one; null when it does not say what was found and where. */
  static @Nullable ReviewFinding read(JsonObject finding) {
    JsonObject location = Json.object(finding, "code_location");
    JsonObject lines = Json.object(location, "line_range");
    String title = Json.string(finding, "title");
    String path = location == null ? null : Json.string(location, "absolute_file_path");
    Long first = lines == null ? null : Json.integer(lines, "start");
    if (title == null || path == null || lines == null || first == null) {
      return null;
    }
    Long last = Json.integer(lines, "end");
    Long priority = Json.integer(finding, "priority");
    return new ReviewFinding(
        title,
        Json.string(finding, "body", ""),
        ReviewOutput.number(finding, "confidence_score"),
        priority == null ? NO_PRIORITY : Math.clamp(priority, 0, Integer.MAX_VALUE),
        path,
        first,
        last == null || last < first ? first : last);
  }

  /** As histories keep it: every member, for readers that want them all. */
  JsonObject stored() {
    JsonObject lines = new JsonObject();
    lines.addProperty("start", firstLine);
    lines.addProperty("end", lastLine);
    JsonObject location = new JsonObject();
    location.addProperty("absolute_file_path", path);
    location.add("line_range", lines);
    JsonObject finding = new JsonObject();
    finding.addProperty("title", title);
    finding.addProperty("body", body);
    finding.addProperty("confidence_score", confidence);
    finding.addProperty("priority", priority);
    finding.add("code_location", location);
    return finding;
  }

  /** As an item of a list, for people. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("- ").append(title).append(" — ").append(path);
    text.append(':').append(firstLine).append('-').append(lastLine);
    body.lines().forEach(line -> text.append("\n  ").append(line));
    return text.toString();
  }
}
