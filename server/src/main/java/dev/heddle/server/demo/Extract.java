package dev.heddle.server.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.demo.Screen.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The essential members of a message, as short texts. A path names a member by the names on the way
 * to it, with a dot between them; {@code []} after a name means each element of the list. Nothing
 * and null are left out; ids keep their end, which is where they differ; long texts are cut.
 */
final class Extract {
  private static final int TEXT_CHARS = 60;
  private static final int ID_CHARS = 6;
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private Extract() {}

  /** The members of {@code value} at {@code paths}, or all of them when there are no paths. */
  static List<Piece> of(@Nullable JsonElement value, List<String> paths) {
    List<Piece> pieces = new ArrayList<>();
    if (!(value instanceof JsonObject object)) {
      return pieces;
    }
    for (String path : paths.isEmpty() ? object.keySet() : paths) {
      String text = shortened(paths.isEmpty() ? object.get(path) : at(object, path));
      if (!text.isEmpty()) {
        pieces.add(new Piece(path.replace("[]", ""), text));
      }
    }
    return pieces;
  }

  /** What {@code path} leads to; the elements of lists side by side; null when there is nothing. */
  private static @Nullable JsonElement at(JsonElement from, String path) {
    int dot = path.indexOf('.');
    String step = dot < 0 ? path : path.substring(0, dot);
    String rest = dot < 0 ? "" : path.substring(dot + 1);
    boolean each = step.endsWith("[]");
    String name = each ? step.substring(0, step.length() - 2) : step;
    JsonElement next = from instanceof JsonObject object ? object.get(name) : null;
    if (next == null || rest.isEmpty()) {
      return next;
    }
    if (!(each && next instanceof JsonArray list)) {
      return at(next, rest);
    }
    JsonArray found = new JsonArray();
    for (JsonElement element : list) {
      JsonElement inside = at(element, rest);
      if (inside instanceof JsonArray nested) {
        found.addAll(nested);
      } else if (inside != null) {
        found.add(inside);
      }
    }
    return found;
  }

  private static String shortened(@Nullable JsonElement value) {
    if (value instanceof JsonPrimitive primitive) {
      return primitive.isString() ? text(primitive.getAsString()) : primitive.getAsString();
    }
    if (value instanceof JsonArray list) {
      return list.isEmpty()
          ? ""
          : StreamSupport.stream(list.spliterator(), false)
              .map(each -> each.isJsonNull() ? "-" : shortened(each))
              .collect(Collectors.joining(" | "));
    }
    if (value instanceof JsonObject object) {
      String members =
          object.entrySet().stream()
              .filter(member -> !shortened(member.getValue()).isEmpty())
              .map(member -> member.getKey() + " " + shortened(member.getValue()))
              .collect(Collectors.joining(", "));
      return members.isEmpty() ? "" : "{" + cut(members) + "}";
    }
    return "";
  }

  private static String text(String text) {
    if (UUID.matcher(text).matches()) {
      return "…" + text.substring(text.length() - ID_CHARS);
    }
    boolean path = text.startsWith("/");
    return path && text.length() > TEXT_CHARS
        ? "…" + text.substring(text.length() - TEXT_CHARS)
        : cut(oneLine(text));
  }

  /** {@code text} with a mark for each line break. */
  static String oneLine(String text) {
    return text.replace("\r", "").replace("\n", "⏎");
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= TEXT_CHARS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, TEXT_CHARS)) + "…";
  }
}
