package dev.heddle.server.skill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.config.ConfigException;
import dev.heddle.server.config.ServerConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told of changes below folders of skills, and what is not. */
@Timeout(30)
class SkillWatchTest {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Semaphore looks = new Semaphore(0);
  private final Semaphore told = new Semaphore(0);
  private Path project;
  private SkillWatch watch;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException, ConfigException {
    project = Files.createDirectories(folder.toRealPath().resolve("project"));
    Path home = folder.resolve("home");
    watch =
        new SkillWatch(
            new Skills(home, folder.resolve("user"), new ServerConfigFile(home, List.of())),
            () -> {
              looks.release();
              return List.of(project.toString());
            },
            timer,
            Duration.ZERO,
            Runnable::run,
            told::release);
    watch.follow();
    looks.drainPermits();
  }

  @AfterEach
  void end() {
    timer.shutdownNow();
    watch.close();
  }

  @Test
  void filesThatComeAndChangeAreTold() throws Exception {
    Path skill = project.resolve(".agents/skills/group/lint/SKILL.md");
    Files.createDirectories(skill.getParent());
    awaitLook();
    Files.writeString(skill, "one");
    told.acquire();
    Files.createDirectories(skill.resolveSibling("agents"));
    Files.writeString(skill.resolveSibling("agents/openai.yaml"), "interface: {}");
    told.acquire();
    Files.delete(skill);
    told.acquire();
  }

  /** Sandboxes put empty folders there while a command runs. */
  @Test
  void foldersWithoutSkillsAreNot() throws Exception {
    Path folder = Files.createDirectories(project.resolve(".agents"));
    awaitLook();
    Files.delete(folder);
    awaitLook();
    assertThat(told.availablePermits()).isZero();
  }

  /** Waits until a change was looked at, and what came of it was told. */
  private void awaitLook() throws InterruptedException, ExecutionException {
    looks.acquire();
    timer.submit(() -> {}).get();
  }
}
