package dev.heddle.server.context;

import com.google.common.html.HtmlEscapers;
import com.google.gson.JsonObject;
import dev.heddle.server.config.ServerConfig;
import dev.heddle.server.skill.SkillSet;
import dev.heddle.server.skill.Skills;
import dev.heddle.server.thread.TurnSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told to models about where they work, as it is now.
 *
 * <p><b>Thread-safety:</b> immutable.
 *
 * <p><b>Files:</b> reads the instruction files, anew each time: they change while a thread lives.
 */
public final class ContextSource {
  private static final String DEFAULT_SHELL = "bash";

  private final Path home;
  private final Supplier<ServerConfig> config;
  private final Skills skills;
  private final InstantSource clock;
  private final Supplier<ZoneId> zone;
  private final String shell;

  /**
   * @param home the server's home, which may hold instructions of the user
   * @param config how the files are read, as it is at the time
   * @param skills which there are
   * @param zone of the date that models are told; asked when it is told for the first time
   * @param shell the user's shell as the environment has it, or null
   */
  public ContextSource(
      Path home,
      Supplier<ServerConfig> config,
      Skills skills,
      InstantSource clock,
      Supplier<ZoneId> zone,
      @Nullable String shell) {
    this.home = home;
    this.config = config;
    this.skills = skills;
    this.clock = clock;
    this.zone = zone;
    this.shell =
        shell == null || shell.isBlank()
            ? DEFAULT_SHELL
            : shell.substring(shell.lastIndexOf('/') + 1);
  }

  /** Of a turn with these settings. */
  public Surroundings of(TurnSettings settings) {
    ZoneId zone = this.zone.get();
    String date = LocalDate.ofInstant(clock.instant(), zone).toString();
    StringBuilder roots = new StringBuilder("<workspace_roots>");
    settings
        .workspaceRoots()
        .forEach(root -> roots.append("<root>").append(escaped(root)).append("</root>"));
    String filesystem = "<filesystem>" + roots.append("</workspace_roots></filesystem>");
    String machine =
        "\n  <cwd>" + escaped(settings.cwd()) + "</cwd>\n  <shell>" + escaped(shell) + "</shell>";
    String environment =
        "<environment_context>"
            + (settings.machine() ? machine : "")
            + "\n  <current_date>"
            + date
            + "</current_date>\n  <timezone>"
            + zone.getId()
            + "</timezone>\n  "
            + filesystem
            + "\n</environment_context>";
    JsonObject environments = new JsonObject();
    if (settings.machine()) {
      JsonObject local = new JsonObject();
      local.addProperty("cwd", settings.cwd());
      local.addProperty("status", "available");
      local.addProperty("shell", shell);
      environments.add("local", local);
    }
    JsonObject state = new JsonObject();
    state.add("environments", environments);
    state.addProperty("current_date", date);
    state.addProperty("timezone", zone.getId());
    state.addProperty("filesystem", filesystem);
    return new Surroundings(
        files().of(settings.cwd()),
        environment,
        PermissionText.of(
            settings.sandboxPolicy(), settings.approvalPolicy(), settings.workspaceRoots()),
        skills(settings).forModel(),
        settings.developerInstructions(),
        state);
  }

  /** The skills that a turn with these settings has; without a machine none, as it cannot read. */
  public SkillSet skills(TurnSettings settings) {
    return settings.machine() ? skills.of(settings.cwd()) : SkillSet.NONE;
  }

  private InstructionFiles files() {
    ServerConfig now = config.get();
    return new InstructionFiles(home, now.projectDocNames(), now.projectDocMaxBytes());
  }

  /** The instruction files that hold for a directory, general ones first. */
  public List<String> instructionSources(String directory) {
    return files().of(directory).sources().stream().map(Path::toString).toList();
  }

  private static String escaped(String text) {
    return HtmlEscapers.htmlEscaper().escape(text);
  }
}
