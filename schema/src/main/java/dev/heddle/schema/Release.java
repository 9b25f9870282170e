package dev.heddle.schema;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the schema has become since the last release. Immutable.
 *
 * <p><b>Files:</b> {@code fixtures/schema/released/} holds the schema of the last release, without
 * texts, for stable and for all clients.
 */
final class Release {
  private static final Pattern BREAKING =
      Pattern.compile(
          "(?s)\\n## Unreleased\\n(?:(?!\\n## ).)*?\\n### Breaking\\n(.*?)(?=\\n##|\\z)");

  private Release() {}

  /** The files of a release that has the schema of this moment. */
  static SortedMap<String, String> files() {
    SortedMap<String, String> files = new TreeMap<>();
    for (boolean experimental : List.of(false, true)) {
      files.put(name(experimental), SortedJson.write(bundle(experimental)));
    }
    return files;
  }

  /** The changes since a release with these files. */
  static List<ContractChange> changesSince(SortedMap<String, String> released) {
    SortedSet<ContractChange> changes = new TreeSet<>();
    for (boolean experimental : List.of(false, true)) {
      JsonObject old = JsonParser.parseString(released.get(name(experimental))).getAsJsonObject();
      changes.addAll(ContractChanges.between(old, bundle(experimental)));
    }
    return List.copyOf(changes);
  }

  /**
   * The breaking changes that a changelog does not tell of: in its section of what is unreleased,
   * under "Breaking", their type or method must stand in backquotes.
   */
  static List<ContractChange> untold(List<ContractChange> changes, String changelog) {
    Matcher section = BREAKING.matcher("\n" + changelog);
    String told = section.find() ? section.group(1) : "";
    List<ContractChange> untold = new ArrayList<>();
    for (ContractChange change : changes) {
      if (change.breaking() && !told.contains("`" + change.subject() + "`")) {
        untold.add(change);
      }
    }
    return untold;
  }

  private static JsonObject bundle(boolean experimental) {
    return ContractChanges.withoutTexts(JsonSchemaFiles.flatBundle(experimental)).getAsJsonObject();
  }

  private static String name(boolean experimental) {
    return experimental ? "experimental.json" : "stable.json";
  }
}
