package dev.heddle.server.skill;

import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The little of YAML that skills are written with: a mapping of texts. */
final class Yaml {
  /**
   * A text on the line of its key, unquoted: people put colons in it, which YAML does not allow.
   */
  private static final Pattern PLAIN =
      Pattern.compile(
          "(?m)^(\\s*[A-Za-z_][\\w-]*:)[ \\t]+([^\\s'\"|>\\[{&*!#][^\\r\\n]*?)[ \\t]*\\r?$");

  private Yaml() {}

  /**
   * Reads a mapping.
   *
   * @return an empty one for an empty text
   * @throws SkillException when it is none
   */
  static Map<?, ?> mapping(String text) throws SkillException {
    Object read;
    try {
      read = load(text);
    } catch (YamlEngineException e) {
      read = quoted(text, e);
    }
    if (read == null) {
      return Map.of();
    }
    if (read instanceof Map<?, ?> mapping) {
      return mapping;
    }
    throw new SkillException("invalid YAML: expected keys with values");
  }

  /** What it says with all plain texts quoted. */
  private static Object quoted(String text, YamlEngineException failure) throws SkillException {
    String quoted =
        PLAIN
            .matcher(text)
            .replaceAll(found -> found.group(1) + " '" + found.group(2).replace("'", "''") + "'");
    try {
      return load(quoted);
    } catch (YamlEngineException e) {
      throw new SkillException(
          "invalid YAML: " + failure.getMessage().lines().findFirst().orElse(""));
    }
  }

  private static Object load(String text) {
    // Aliases of aliases would make a large thing of a small text.
    return new Load(LoadSettings.builder().setMaxAliasesForCollections(0).build())
        .loadFromString(text);
  }
}
