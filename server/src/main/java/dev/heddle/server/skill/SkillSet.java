package dev.heddle.server.skill;

import dev.heddle.protocol.v2.SkillErrorInfo;
import dev.heddle.protocol.v2.SkillMetadata;
import dev.heddle.protocol.v2.UserInput;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The skills that hold for a directory.
 *
 * @param skills in the order in which they are shown, those that are switched off included
 * @param errors what is wrong with files that are no skills
 */
public record SkillSet(List<Skill> skills, List<SkillErrorInfo> errors) {
  /** No skills. */
  public static final SkillSet NONE = new SkillSet(List.of(), List.of());

  /** A skill by name, or by path in a link: {@code $name}, {@code [$name](path)}. */
  private static final Pattern ASKED =
      Pattern.compile("\\[\\$[^\\]\\r\\n]{1,128}\\]\\(([^)\\r\\n]{1,4096})\\)|\\$([\\w:-]{1,64})");

  /** About two thousand tokens; the descriptions of more skills are cut. */
  private static final int LIST_CHARS = 8_000;

  private static final int[] DESCRIPTION_CHARS = {1_024, 256, 80, 0};

  private static final String RULES =
      """
      ## Skills
      A skill is a file with instructions for one kind of task. Here is what each skill is for and where its file is.
      - When the user names a skill, or a task is clearly what a skill is for, read the skill's file before you begin, unless its text is already in this conversation, and do as it says.
      - A path in a skill's file is relative to the folder of that file. Read further files of a skill only when you need them.
      - When a skill cannot be read or does not fit after all, say so in a sentence and go on without it.
      ### What there is
      """;

  public SkillSet {
    skills = List.copyOf(skills);
    errors = List.copyOf(errors);
  }

  /** What the model is told of them; empty when there is nothing to tell. */
  public String forModel() {
    List<SkillMetadata> offered =
        skills.stream()
            .filter(skill -> skill.offered() && skill.metadata().enabled())
            .map(Skill::metadata)
            .toList();
    return offered.isEmpty()
        ? ""
        : "<skills_instructions>\n" + RULES + list(offered) + "</skills_instructions>";
  }

  private static String list(List<SkillMetadata> offered) {
    String list = "";
    for (int chars : DESCRIPTION_CHARS) {
      list = list(offered, chars);
      if (list.length() <= LIST_CHARS) {
        return list;
      }
    }
    int end = list.lastIndexOf('\n', LIST_CHARS - 1) + 1;
    long left = list.substring(end).lines().count();
    return list.substring(0, end) + "- and " + left + " more, for which there is no room here\n";
  }

  private static String list(List<SkillMetadata> offered, int descriptionChars) {
    StringBuilder list = new StringBuilder();
    for (SkillMetadata skill : offered) {
      list.append("- ").append(skill.name());
      String description = skill.description();
      if (description.length() <= descriptionChars) {
        list.append(": ").append(description);
      } else if (descriptionChars > 0) {
        int end =
            descriptionChars
                - (Character.isHighSurrogate(description.charAt(descriptionChars - 1)) ? 1 : 0);
        list.append(": ").append(description, 0, end).append('…');
      }
      list.append(" (file: ").append(skill.path()).append(")\n");
    }
    return list.toString();
  }

  /** Whether {@link #askedFor} may find something in this: a look at it without any skill. */
  public static boolean mayAsk(List<UserInput> content) {
    return content.stream()
        .anyMatch(part ->
            part instanceof UserInput.Skill
                || (part instanceof UserInput.Text text && text.text().contains("$")));
  }

  /**
   * The skills that a user's message asks for, each once: those it carries, and those its texts
   * name. A name that several skills have names none.
   */
  public List<Skill> askedFor(List<UserInput> content) {
    Set<Skill> asked = new LinkedHashSet<>();
    for (UserInput part : content) {
      if (part instanceof UserInput.Skill named) {
        asked.addAll(at(named.path()));
      }
    }
    for (UserInput part : content) {
      if (part instanceof UserInput.Text text) {
        Matcher matcher = ASKED.matcher(text.text());
        while (matcher.find()) {
          String path = matcher.group(1);
          asked.addAll(path == null ? named(matcher.group(2)) : at(path));
        }
      }
    }
    return new ArrayList<>(asked);
  }

  private List<Skill> at(String path) {
    return enabled().filter(skill -> skill.metadata().path().equals(path)).toList();
  }

  private List<Skill> named(String name) {
    List<Skill> found = enabled().filter(skill -> skill.metadata().name().equals(name)).toList();
    return found.size() == 1 ? found : List.of();
  }

  private Stream<Skill> enabled() {
    return skills.stream().filter(skill -> skill.metadata().enabled());
  }
}
