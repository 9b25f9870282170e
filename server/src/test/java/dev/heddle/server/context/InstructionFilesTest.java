package dev.heddle.server.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which instruction files hold for a directory, and how much of them is read. */
class InstructionFilesTest {
  @TempDir Path home;
  @TempDir Path above;
  private Path root;
  private Path deep;

  @BeforeEach
  void makeProject() throws IOException {
    root = above.resolve("project");
    deep = root.resolve("one/two");
    Files.createDirectories(deep);
    Files.writeString(above.resolve("AGENTS.md"), "above");
    Files.writeString(root.resolve("AGENTS.md"), "root");
    Files.writeString(deep.resolve("AGENTS.md"), "deep");
  }

  @Test
  void aProjectBeginsWhereItsRepositoryDoes() throws IOException {
    Files.writeString(root.resolve(".git"), "gitdir: elsewhere");
    assertThat(of(1000).text()).isEqualTo("root\n\ndeep");
    assertThat(of(1000).sources())
        .containsExactly(root.resolve("AGENTS.md"), deep.resolve("AGENTS.md"));
  }

  @Test
  void outsideOfAProjectOnlyTheDirectoryCounts() {
    assertThat(of(1000).text()).isEqualTo("deep");
  }

  @Test
  void theUsersOwnFileComesFirstAndApart() throws IOException {
    Files.writeString(home.resolve("AGENTS.md"), "mine");
    assertThat(of(1000).text()).isEqualTo("mine\n\n--- project-doc ---\n\ndeep");
    Files.delete(deep.resolve("AGENTS.md"));
    assertThat(of(1000).text()).isEqualTo("mine");
  }

  @Test
  void theFilesOfAProjectShareALimit() throws IOException {
    Files.createDirectories(root.resolve(".git"));
    Files.createFile(root.resolve(".git/HEAD"));
    Files.writeString(root.resolve("AGENTS.md"), "r".repeat(10));
    assertThat(of(12).text()).isEqualTo("r".repeat(10) + "\n\nde");
    assertThat(of(10).sources()).containsExactly(root.resolve("AGENTS.md"));
    assertThat(of(0).text()).isEmpty();
  }

  @Test
  void aCharacterIsNotCutApart() throws IOException {
    Files.writeString(deep.resolve("AGENTS.md"), "aß€𝄞");
    assertThat(of(1).text()).isEqualTo("a");
    assertThat(of(2).text()).isEqualTo("a");
    assertThat(of(3).text()).isEqualTo("aß");
    assertThat(of(5).text()).isEqualTo("aß");
    assertThat(of(6).text()).isEqualTo("aß€");
    assertThat(of(9).text()).isEqualTo("aß€");
    assertThat(of(10).text()).isEqualTo("aß€𝄞");
  }

  @Test
  void whatSaysNothingOrIsNoFileIsPassedOver() throws IOException {
    Files.writeString(deep.resolve("AGENTS.override.md"), " \n");
    assertThat(of(1000).text()).isEqualTo("deep");
    Files.delete(deep.resolve("AGENTS.md"));
    Files.createDirectories(deep.resolve("AGENTS.md"));
    assertThat(of(1000).text()).isEmpty();
    Files.writeString(deep.resolve("TEAM.md"), "team");
    assertThat(of(1000).text()).isEqualTo("team");
  }

  private ProjectInstructions of(int maxBytes) {
    return new InstructionFiles(home, List.of("no\0name", "TEAM.md"), maxBytes).of(deep.toString());
  }
}
