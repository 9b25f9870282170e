package dev.heddle.server.skill;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** The little of YAML that skills are written with: texts, in mappings and lists. */
final class Yaml {
  /** A text on the line of its key, unquoted: people put colons in it, which YAML forbids. */
  private static final Pattern PLAIN =
      Pattern.compile("(?m)^([ \\t]*[A-Za-z_][\\w-]*:)[ \\t]++([^\\s'\"|>\\[{&*!#][^\\r\\n]*)");

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
            .replaceAll(found ->
                Matcher.quoteReplacement(
                    found.group(1) + " '" + found.group(2).strip().replace("'", "''") + "'"));
    try {
      return load(quoted);
    } catch (YamlEngineException e) {
      throw new SkillException(
          "invalid YAML: " + String.valueOf(failure.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private static Object load(String text) throws SkillException {
    LoadSettings settings =
        LoadSettings.builder()
            .setSchema(new FailsafeSchema()) // texts only
            .setMaxAliasesForCollections(0) // they would make a large thing of a small text
            .build();
    try {
      return new Load(settings).loadFromString(text);
    } catch (StackOverflowError e) {
      throw new SkillException("invalid YAML: nested too deeply");
    }
  }
}
