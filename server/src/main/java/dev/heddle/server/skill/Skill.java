package dev.heddle.server.skill;

import dev.heddle.protocol.v2.SkillMetadata;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Instructions for one kind of task.
 *
 * @param metadata what clients are told of it
 * @param offered whether the model is told that there is such a skill; else it is given only to
 *     those who ask for it
 */
public record Skill(SkillMetadata metadata, boolean offered) {

  /**
   * What the model is given when the user asks for the skill: its whole text, and where it lies, as
   * the text may speak of files beside it.
   *
   * @throws IOException when it is not there any more
   */
  public String forModel() throws IOException {
    return "<skill>\n<name>"
        + metadata.name()
        + "</name>\n<path>"
        + metadata.path()
        + "</path>\n"
        + SkillFile.text(Path.of(metadata.path()))
        + "\n</skill>";
  }

  Skill enabled(boolean enabled) {
    return new Skill(
        new SkillMetadata(
            metadata.name(),
            metadata.description(),
            metadata.shortDescription(),
            metadata.display(),
            metadata.dependencies(),
            metadata.path(),
            metadata.scope(),
            enabled,
            metadata.pluginId()),
        offered);
  }
}
