package dev.heddle.server.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.json.Surrogates;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A TOML document whose values are changed where they stand: comments, order and the form of
 * everything else stay as a person wrote them. A value that is there keeps its place and the
 * comment behind it; a new one goes behind the last of its table; a new table, also one of an array
 * of tables, goes behind the last statement. What is removed takes its line with it, and a table,
 * also one of an array of tables, the lines between its first and its last.
 *
 * <p>One thread.
 */
final class TomlEditor {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String mark;
  private final String lineBreak;
  private String text; // without the mark
  private JsonObject tree;

  /**
   * An editor.
   *
   * @param where what the text is, for messages
   * @throws ConfigException when it is not TOML
   */
  TomlEditor(String text, String where) throws ConfigException {
    this.mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
    this.text = text.substring(mark.length());
    this.tree = Toml.parse(this.text, where);
    this.lineBreak = text.contains("\r\n") ? "\r\n" : "\n";
  }

  /** The document as it is now. */
  String text() {
    return mark + text;
  }

  /** What it says. */
  JsonObject tree() {
    return tree;
  }

  /**
   * Sets a value or removes it.
   *
   * @param path not empty
   * @param value null to remove what is there
   * @param keepOthers whether a table keeps the keys that the new one does not have
   * @throws ConfigException when something on the way is no table, or TOML has no such value
   */
  void set(List<String> path, @Nullable JsonElement value, boolean keepOthers)
      throws ConfigException {
    if (value == null) {
      remove(path);
      return;
    }
    // What cannot be written is refused before anything is changed.
    if (Surrogates.hasHalf(TomlText.key(path) + TomlText.value(value))) {
      throw ConfigException.invalid("invalid value: it has half of a surrogate pair", null);
    }
    checkParents(path);
    JsonElement before = at(path);
    if (value.equals(before)) {
      return;
    }
    JsonObject expected = tree.deepCopy();
    put(expected, path, keepOthers ? merged(before, value) : value);
    if (value instanceof JsonObject table && !isInline(path)) {
      setTable(path, table, before, keepOthers);
    } else {
      setValue(path, keepOthers ? merged(before, value) : value);
    }
    if (!tree.equals(expected)) {
      throw new IllegalStateException("another setting would change");
    }
  }

  private static JsonElement merged(@Nullable JsonElement before, JsonElement value) {
    if (before instanceof JsonObject below && value instanceof JsonObject over) {
      JsonObject merged = below.deepCopy();
      ConfigTree.merge(merged, over);
      return merged;
    }
    return value;
  }

  private void setTable(
      List<String> path, JsonObject table, @Nullable JsonElement before, boolean keepOthers)
      throws ConfigException {
    if (before != null && !(before instanceof JsonObject)) {
      remove(path);
    }
    if (before instanceof JsonObject below && !keepOthers) {
      for (String key : List.copyOf(below.keySet())) {
        if (!table.has(key)) {
          remove(child(path, key));
        }
      }
    }
    if (table.isEmpty() && at(path) == null) {
      insert(behindLastStatement(), newSection(path));
    }
    for (Map.Entry<String, JsonElement> each : table.entrySet()) {
      set(child(path, each.getKey()), each.getValue(), keepOthers);
    }
  }

  private void setValue(List<String> path, JsonElement value) throws ConfigException {
    List<TomlStatement> statements = TomlScanner.scan(text);
    TomlStatement holder = holder(statements, path);
    if (holder != null) {
      JsonElement whole = value;
      if (holder.path().size() < path.size()) {
        whole = Objects.requireNonNull(at(holder.path())).deepCopy();
        put(whole.getAsJsonObject(), path.subList(holder.path().size(), path.size()), value);
      }
      replace(holder.valueStart(), holder.valueEnd(), TomlText.value(whole));
      return;
    }
    if (value instanceof JsonArray tables && !tables.isEmpty() && areTables(tables)) {
      setTables(path, tables);
      return;
    }
    if (at(path) != null) {
      remove(path); // a table, and the new value is none
      statements = TomlScanner.scan(text);
    }
    add(statements, path, TomlText.value(value));
  }

  private static boolean areTables(JsonArray array) {
    return array.asList().stream()
        .allMatch(each -> each instanceof JsonObject table && !table.isEmpty());
  }

  /** Each in a section of its own. Those that stay, in their order, stay as they are written. */
  private void setTables(List<String> path, JsonArray tables) throws ConfigException {
    int there = 0;
    if (at(path) instanceof JsonArray before) {
      there = cutOutOthers(path, before, tables);
    } else {
      remove(path);
    }
    boolean atTheEnd = text.isBlank() || endsWithEmptyLine(text);
    StringBuilder sections = new StringBuilder();
    for (JsonElement table : tables.asList().subList(there, tables.size())) {
      sections.append(sections.isEmpty() && atTheEnd ? "" : lineBreak);
      sections.append("[[").append(TomlText.key(path)).append("]]").append(lineBreak);
      for (Map.Entry<String, JsonElement> each : table.getAsJsonObject().entrySet()) {
        sections.append(TomlText.key(List.of(each.getKey()))).append(" = ");
        sections.append(TomlText.value(each.getValue())).append(lineBreak);
      }
    }
    insert(atTheEnd ? text.length() : behindLastStatement(), sections.toString());
  }

  /** How many of the tables, the first ones, are all that is left of those before. */
  private int cutOutOthers(List<String> path, JsonArray before, JsonArray tables)
      throws ConfigException {
    int left = 0;
    for (JsonElement each : before) {
      if (left < tables.size() && each.equals(tables.get(left))) {
        left++;
      } else {
        List<TomlStatement> statements = TomlScanner.scan(text);
        cutOut(statements, ofElement(statements, path, left));
      }
    }
    return left;
  }

  /** What an array's table of that index, from 0, is written with. */
  private static Set<TomlStatement> ofElement(
      List<TomlStatement> statements, List<String> path, int index) {
    Set<TomlStatement> found = new HashSet<>();
    int at = -1;
    for (TomlStatement each : statements) {
      if (each.kind() == TomlStatement.Kind.ELEMENT && each.path().equals(path)) {
        at++;
      }
      if (at == index && each.isAtOrBelow(path)) {
        found.add(each);
      }
    }
    return found;
  }

  private void add(List<TomlStatement> statements, List<String> path, String value)
      throws ConfigException {
    List<String> parent = path.subList(0, path.size() - 1);
    String line = TomlText.key(path.subList(path.size() - 1, path.size())) + " = " + value;
    TomlStatement last = lastOf(statements, parent);
    if (last != null) {
      insert(last.end(), line + lineBreak);
      return;
    }
    TomlStatement dotted = dottedNeighbour(statements, parent);
    if (dotted != null) {
      List<String> key = path.subList(dotted.table().size(), path.size());
      insert(dotted.end(), TomlText.key(key) + " = " + value + lineBreak);
    } else if (parent.isEmpty()) {
      boolean others = !statements.isEmpty();
      insert(behindFirstComment(), line + lineBreak + (others ? lineBreak : ""));
    } else {
      insert(behindLastStatement(), newSection(parent) + line + lineBreak);
    }
  }

  /** The last statement of a table that has a head of its own, or of the top; null for none. */
  private static @Nullable TomlStatement lastOf(
      List<TomlStatement> statements, List<String> table) {
    TomlStatement last = null;
    for (TomlStatement each : statements) {
      if (each.table().equals(table)) {
        last = each;
      }
    }
    return last;
  }

  /** The last statement that speaks of a table with a dotted key; null for none. */
  private static @Nullable TomlStatement dottedNeighbour(
      List<TomlStatement> statements, List<String> table) {
    for (int depth = table.size(); depth > 0; depth--) {
      TomlStatement found = null;
      for (TomlStatement each : statements) {
        if (each.table().size() < depth
            && each.key().size() > 1
            && each.isAtOrBelow(table.subList(0, depth))) {
          found = each;
        }
      }
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private void remove(List<String> path) throws ConfigException {
    JsonElement before = at(path);
    if (before == null) {
      return;
    }
    JsonObject expected = tree.deepCopy();
    drop(expected, path);
    cutOut(path);
    if (!withoutEmpty(tree).equals(withoutEmpty(expected))) {
      throw new IllegalStateException("another setting would change");
    }
  }

  private void cutOut(List<String> path) throws ConfigException {
    List<TomlStatement> statements = TomlScanner.scan(text);
    TomlStatement holder = holder(statements, path);
    if (holder != null && holder.path().size() < path.size()) {
      JsonObject whole = Objects.requireNonNull(at(holder.path())).deepCopy().getAsJsonObject();
      drop(whole, path.subList(holder.path().size(), path.size()));
      replace(holder.valueStart(), holder.valueEnd(), TomlText.value(whole));
    } else {
      cutOut(
          statements,
          statements.stream().filter(each -> each.isAtOrBelow(path)).collect(Collectors.toSet()));
    }
  }

  private void cutOut(List<TomlStatement> statements, Set<TomlStatement> gone)
      throws ConfigException {
    StringBuilder kept = new StringBuilder();
    int from = 0;
    boolean sectionGoes = false;
    for (int i = 0; i < statements.size(); i++) {
      TomlStatement each = statements.get(i);
      boolean goes = gone.contains(each);
      sectionGoes = each.kind() == TomlStatement.Kind.VALUE ? sectionGoes : goes;
      if (goes) {
        boolean goesOn = i > 0 && gone.contains(statements.get(i - 1));
        boolean sameTable = goesOn && sectionGoes && each.kind() == TomlStatement.Kind.VALUE;
        if (!sameTable && !(goesOn && text.substring(from, each.start()).isBlank())) {
          kept.append(text, from, each.start());
        }
        from = each.end();
      }
    }
    // A table leaves one empty line behind it, not two, and none at the end.
    if (from == text.length() && endsWithEmptyLine(kept)) {
      kept.setLength(kept.length() - lineBreak.length());
    } else if (kept.isEmpty() || endsWithEmptyLine(kept)) {
      from += text.startsWith(lineBreak, from) ? lineBreak.length() : 0;
    }
    change(kept.append(text, from, text.length()).toString());
  }

  private boolean endsWithEmptyLine(CharSequence kept) {
    return kept.toString().endsWith(lineBreak + lineBreak);
  }

  /** The statement whose value is at the path or has it inside; null for none. */
  private static @Nullable TomlStatement holder(List<TomlStatement> statements, List<String> path) {
    for (TomlStatement each : statements) {
      List<String> own = each.path();
      if (each.kind() == TomlStatement.Kind.VALUE
          && own.size() <= path.size()
          && path.subList(0, own.size()).equals(own)) {
        return each;
      }
    }
    return null;
  }

  /** Whether a table at this path is, or would be, part of a value. */
  private boolean isInline(List<String> path) {
    TomlStatement holder = holder(TomlScanner.scan(text), path);
    return holder != null && (holder.path().size() < path.size() || at(path) instanceof JsonObject);
  }

  private void checkParents(List<String> path) throws ConfigException {
    for (int depth = 1; depth < path.size(); depth++) {
      JsonElement parent = at(path.subList(0, depth));
      if (parent != null && !(parent instanceof JsonObject)) {
        throw ConfigException.invalid("cannot set value on non-table parent", null);
      }
    }
  }

  /** What is at a path; null for nothing. */
  private @Nullable JsonElement at(List<String> path) {
    return ConfigTree.at(tree, path);
  }

  private String newSection(List<String> path) {
    boolean first = text.isBlank();
    return (first ? "" : lineBreak) + "[" + TomlText.key(path) + "]" + lineBreak;
  }

  private int behindLastStatement() {
    List<TomlStatement> statements = TomlScanner.scan(text);
    return statements.isEmpty() ? text.length() : statements.get(statements.size() - 1).end();
  }

  /** Behind a comment that an empty line parts from the rest: it is about the whole file. */
  private int behindFirstComment() {
    int at = 0;
    while (text.startsWith("#", at)) {
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end + 1;
    }
    boolean apart = at > 0 && text.startsWith(lineBreak, at);
    return apart ? at + lineBreak.length() : at == text.length() ? at : 0;
  }

  private void insert(int at, String lines) throws ConfigException {
    boolean lineIsOpen = at > 0 && text.charAt(at - 1) != '\n';
    replace(at, at, (lineIsOpen ? lineBreak : "") + lines);
  }

  private void replace(int start, int end, String with) throws ConfigException {
    change(text.substring(0, start) + with + text.substring(end));
  }

  private void change(String changed) throws ConfigException {
    tree = Toml.parse(changed, "what would be written");
    text = changed;
  }

  private static void put(JsonObject table, List<String> path, JsonElement value) {
    JsonObject at = table;
    for (String key : path.subList(0, path.size() - 1)) {
      if (!(at.get(key) instanceof JsonObject)) {
        at.add(key, new JsonObject());
      }
      at = at.getAsJsonObject(key);
    }
    at.add(path.get(path.size() - 1), value);
  }

  private static void drop(JsonObject table, List<String> path) {
    JsonObject at = table;
    for (String key : path.subList(0, path.size() - 1)) {
      at = at.getAsJsonObject(key);
    }
    at.remove(path.get(path.size() - 1));
  }

  /** A table may be gone with the last that was in it. */
  private static JsonObject withoutEmpty(JsonObject table) {
    JsonObject rest = new JsonObject();
    for (Map.Entry<String, JsonElement> each : table.entrySet()) {
      JsonElement value =
          each.getValue() instanceof JsonObject inner ? withoutEmpty(inner) : each.getValue();
      if (!(value instanceof JsonObject inner && inner.isEmpty())) {
        rest.add(each.getKey(), value);
      }
    }
    return rest;
  }

  private static List<String> child(List<String> path, String key) {
    List<String> child = new ArrayList<>(path);
    child.add(key);
    return child;
  }
}
