package dev.heddle.server.skill;

import com.google.common.base.CharMatcher;
import dev.heddle.protocol.v2.SkillDependencies;
import dev.heddle.protocol.v2.SkillInterface;
import dev.heddle.protocol.v2.SkillMetadata;
import dev.heddle.protocol.v2.SkillScope;
import dev.heddle.protocol.v2.SkillToolDependency;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads skills: a {@code SKILL.md} begins with YAML between two lines of three hyphens, which names
 * it and says what it is for. Beside it, {@code agents/openai.yaml} may say how it is shown.
 *
 * <p><b>Format:</b> <a href="https://agentskills.io/specification">Agent Skills</a>.
 */
final class SkillFile {
  /** What the file is called. */
  static final String NAME = "SKILL.md";

  private static final Path SHOWN = Path.of("agents", "openai.yaml");
  private static final int MAX_BYTES = 1 << 20;
  private static final int NAME_CHARS = 64;
  private static final int DESCRIPTION_CHARS = 4096;
  private static final Pattern FRONT_MATTER =
      Pattern.compile(
          "\\A\\uFEFF?---[ \\t]*\\r?\\n(.*?)^---[ \\t]*$", Pattern.DOTALL | Pattern.MULTILINE);

  private SkillFile() {}

  /**
   * Reads one.
   *
   * @param file absolute
   * @throws SkillException when it is no skill
   */
  static Skill read(Path file, SkillScope scope) throws SkillException {
    String text;
    try {
      text = text(file);
    } catch (IOException e) {
      throw new SkillException("cannot be read: " + e.getMessage());
    }
    Matcher front = FRONT_MATTER.matcher(text);
    if (!front.find()) {
      throw new SkillException("missing YAML frontmatter delimited by ---");
    }
    Map<?, ?> said = Yaml.mapping(front.group(1));
    Path folder = Objects.requireNonNull(file.getParent());
    String name = string(said, "name");
    if (name == null) {
      name = String.valueOf(folder.getFileName());
    }
    check("name", name, NAME_CHARS);
    String description = string(said, "description");
    if (description == null) {
      throw new SkillException("missing field `description`");
    }
    check("description", description, DESCRIPTION_CHARS);
    Map<?, ?> more = shown(folder);
    return new Skill(
        new SkillMetadata(
            name,
            description,
            string(mapping(said, "metadata"), "short-description"),
            display(folder, mapping(more, "interface")),
            dependencies(mapping(more, "dependencies")),
            file.toString(),
            scope,
            true,
            null),
        !"false".equals(mapping(more, "policy").get("allow_implicit_invocation")));
  }

  /** The text of a skill. */
  static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("it is larger than 1 MiB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** The file that says how a skill is shown, which need not be there. */
  static Path shownBy(Path skill) {
    return skill.resolveSibling(SHOWN);
  }

  /** How it is shown is nothing that a skill would not do without. */
  private static Map<?, ?> shown(Path folder) {
    Path file = folder.resolve(SHOWN);
    try {
      return Files.isRegularFile(file) ? Yaml.mapping(text(file)) : Map.of();
    } catch (IOException | SkillException e) {
      return Map.of();
    }
  }

  private static @Nullable SkillInterface display(Path folder, Map<?, ?> shown) {
    return shown.isEmpty()
        ? null
        : new SkillInterface(
            string(shown, "display_name"),
            string(shown, "short_description"),
            inside(folder, string(shown, "icon_small")),
            inside(folder, string(shown, "icon_large")),
            null,
            null,
            string(shown, "brand_color"),
            string(shown, "default_prompt"));
  }

  private static @Nullable SkillDependencies dependencies(Map<?, ?> needed) {
    if (!(needed.get("tools") instanceof List<?> entries)) {
      return null;
    }
    List<SkillToolDependency> tools = new ArrayList<>();
    for (Object entry : entries) {
      if (entry instanceof Map<?, ?> tool) {
        String type = string(tool, "type");
        String value = string(tool, "value");
        if (type != null && value != null) {
          tools.add(
              new SkillToolDependency(
                  type,
                  value,
                  string(tool, "description"),
                  string(tool, "transport"),
                  string(tool, "command"),
                  string(tool, "url")));
        }
      }
    }
    return tools.isEmpty() ? null : new SkillDependencies(tools);
  }

  /** A file of the skill; of no other. */
  private static @Nullable String inside(Path folder, @Nullable String path) {
    if (path == null) {
      return null;
    }
    try {
      Path file = folder.resolve(path).normalize();
      return file.startsWith(folder) ? file.toString() : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static void check(String field, String value, int maxChars) throws SkillException {
    if (value.codePointCount(0, value.length()) > maxChars) {
      throw new SkillException(
          "invalid " + field + ": exceeds maximum length of " + maxChars + " characters");
    }
  }

  private static Map<?, ?> mapping(Map<?, ?> in, String key) {
    return in.get(key) instanceof Map<?, ?> inner ? inner : Map.of();
  }

  /** A text on one line; null when it is absent or blank. */
  private static @Nullable String string(Map<?, ?> in, String key) {
    if (!(in.get(key) instanceof String value)) {
      return null;
    }
    String line = CharMatcher.whitespace().trimAndCollapseFrom(value, ' ');
    return line.isEmpty() ? null : line;
  }
}
