package dev.heddle.server.skill;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.v2.SkillErrorInfo;
import dev.heddle.protocol.v2.SkillMetadata;
import dev.heddle.protocol.v2.SkillScope;
import dev.heddle.server.config.ServerConfig;
import dev.heddle.server.config.WorkingDirectory;
import dev.heddle.server.git.GitRepositories;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the skills that hold for a directory: those of its project, in {@code .agents/skills} and
 * {@code .codex/skills} of every folder from the project's root down to it; those of the user, in
 * {@code ~/.agents/skills}, in {@code skills} of the home and where clients {@linkplain
 * #setExtraRoots say}; and those of the machine, in {@code /etc/codex/skills}.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 *
 * <p><b>Errors:</b> none: what is wrong with one skill is told with the others.
 *
 * <p><b>Files:</b> looks anew each time: skills change while a thread lives.
 */
public final class Skills {
  private static final Path OF_MACHINE = Path.of("/etc/codex/skills");
  private static final List<Path> OF_PROJECT =
      List.of(Path.of(".agents", "skills"), Path.of(".codex", "skills"));

  private final Path home;
  private final Path userHome;
  private final List<SkillFolder> everywhere;
  private final Supplier<ServerConfig> config;
  private volatile List<SkillFolder> extra = List.of();

  /**
   * Looks in these places.
   *
   * @param home the server's
   * @param userHome the user's
   * @param config which may switch skills off, as it is at the time
   */
  public Skills(Path home, Path userHome, Supplier<ServerConfig> config) {
    this.home = home;
    this.userHome = userHome;
    this.everywhere =
        List.of(
            new SkillFolder(userHome.resolve(OF_PROJECT.getFirst()), SkillScope.USER),
            new SkillFolder(home.resolve("skills"), SkillScope.USER),
            new SkillFolder(OF_MACHINE, SkillScope.ADMIN));
    this.config = config;
  }

  /**
   * Looks in these folders as well, for every directory, in place of those set before.
   *
   * @param roots absolute; need not be there
   */
  public void setExtraRoots(List<Path> roots) {
    extra = roots.stream().map(root -> new SkillFolder(root, SkillScope.USER)).toList();
  }

  /** Where skills for a directory may lie. */
  List<SkillFolder> foldersFor(String directory) {
    // The home may lie in the directory: what is in it is the user's all the same.
    List<SkillFolder> folders = new ArrayList<>(everywhere);
    folders.addAll(extra);
    for (Path each : GitRepositories.directoriesDownTo(directory)) {
      OF_PROJECT.forEach(name -> folders.add(new SkillFolder(each.resolve(name), SkillScope.REPO)));
    }
    return folders;
  }

  /** The skills for a directory, those of the project first. */
  public SkillSet of(String directory) {
    List<Switch> switches = switches();
    Set<Path> seen = new LinkedHashSet<>();
    List<Skill> skills = new ArrayList<>();
    List<SkillErrorInfo> errors = new ArrayList<>();
    for (SkillFolder folder : foldersFor(directory)) {
      for (Path file : folder.contents().files()) {
        if (seen.add(file)) {
          try {
            skills.add(switched(SkillFile.read(file, folder.scope()), switches));
          } catch (SkillException e) {
            errors.add(new SkillErrorInfo(file.toString(), e.reason()));
          }
        }
      }
    }
    skills.sort(Skills::compare);
    errors.sort((one, other) -> byFolder(one.path()).compareTo(byFolder(other.path())));
    return new SkillSet(skills, errors);
  }

  // By hand: comparators that are put together have the JVM make classes in a first turn.
  private static int compare(Skill one, Skill other) {
    SkillMetadata first = one.metadata();
    SkillMetadata second = other.metadata();
    int order = Integer.compare(rank(first.scope()), rank(second.scope()));
    if (order == 0) {
      order = first.name().compareTo(second.name());
    }
    return order != 0 ? order : byFolder(first.path()).compareTo(byFolder(second.path()));
  }

  /** A path as it sorts: folder by folder, so that one comes before those whose names go on. */
  private static String byFolder(String path) {
    return path.replace('/', '\0');
  }

  private static int rank(SkillScope scope) {
    return switch (scope) {
      case REPO -> 0;
      case USER -> 1;
      case SYSTEM -> 2;
      case ADMIN -> 3;
    };
  }

  /**
   * A table of {@code [[skills.config]]}.
   *
   * @param path of the file or the folder of a skill, or null
   * @param name of a skill, or null; counts without a path
   */
  private record Switch(@Nullable Path path, @Nullable String name, boolean enabled) {
    boolean isFor(Skill skill) {
      Path file = Path.of(skill.metadata().path());
      return path == null
          ? skill.metadata().name().equals(name)
          : path.equals(file) || path.equals(file.getParent());
    }
  }

  private List<Switch> switches() {
    List<Switch> switches = new ArrayList<>();
    if (config.get().raw().get("skills") instanceof JsonObject skills
        && skills.get("config") instanceof JsonArray tables) {
      for (JsonElement each : tables) {
        if (each instanceof JsonObject table
            && table.get("enabled") instanceof JsonPrimitive enabled
            && enabled.isBoolean()) {
          String path = string(table, "path");
          if (path == null) {
            switches.add(new Switch(null, string(table, "name"), enabled.getAsBoolean()));
          } else if (WorkingDirectory.isPath(path)) {
            switches.add(new Switch(real(path), null, enabled.getAsBoolean()));
          }
        }
      }
    }
    return switches;
  }

  /** The path in the form in which skills are known. In the file it may be relative to the home. */
  private Path real(String path) {
    boolean ofUser = path.startsWith("~/");
    Path plain = home.resolve(ofUser ? userHome + path.substring(1) : path).normalize();
    try {
      return plain.toRealPath();
    } catch (IOException e) {
      return plain; // of no skill that is there
    }
  }

  /** Of several that are about a skill the last one counts. */
  private static Skill switched(Skill skill, List<Switch> switches) {
    Skill result = skill;
    for (Switch each : switches) {
      if (each.isFor(skill)) {
        result = result.enabled(each.enabled());
      }
    }
    return result;
  }

  private static @Nullable String string(JsonObject table, String key) {
    return table.get(key) instanceof JsonPrimitive value && value.isString()
        ? value.getAsString()
        : null;
  }
}
