package dev.heddle.server.tool.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.protocol.v2.SandboxPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files patches may change unasked. */
class WritableRootsTest {
  @TempDir Path folder;
  private Path workspace;

  @BeforeEach
  void findFolder() throws IOException {
    workspace = folder.toRealPath();
  }

  private boolean holds(String target, String... furtherRoots) {
    SandboxPolicy policy =
        new SandboxPolicy.WorkspaceWrite(List.of(furtherRoots), false, true, true);
    return WritableRoots.of(policy, workspace.toString(), List.of(), Map.of())
        .hold(workspace.resolve(target));
  }

  @Test
  void whatSteersToolsIsNotHeld() {
    assertThat(holds("a/f")).isTrue();
    assertThat(holds("a/.git/hooks/pre-commit")).isFalse();
    assertThat(holds(".AGENTS/f")).isFalse();
  }

  @Test
  void aRepositoryElsewhereIsNotHeld() throws IOException {
    Path worktree = Files.createDirectories(workspace.resolve(".bare/worktrees/main"));
    Files.writeString(worktree.resolve("commondir"), "../..");
    Files.createDirectories(workspace.resolve("main"));
    Files.writeString(workspace.resolve("main/.git"), "gitdir: ../.bare/worktrees/main");
    assertThat(holds(".bare/hooks/pre-commit")).isFalse();
    assertThat(holds(".bare")).isFalse();
    assertThat(holds(".bare/worktrees/main/config.worktree")).isFalse();
    assertThat(holds("main/f")).isTrue();
    assertThat(holds(".bare/hooks/pre-commit", workspace.resolve(".bare").toString())).isTrue();
  }

  @Test
  void whatAProtectedLinkLeadsToIsNotHeld() throws IOException {
    Files.createDirectories(workspace.resolve("shared"));
    Files.createSymbolicLink(workspace.resolve(".agents"), Path.of("shared"));
    assertThat(holds("shared/skill")).isFalse();
  }
}
