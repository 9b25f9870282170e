package dev.heddle.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.heddle.protocol.v2.SandboxPolicy;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What gets out of the sandbox: nothing but what its policy allows. */
class SandboxTest {
  private static final Sandbox SANDBOX = Sandbox.find();
  private static final SandboxPolicy WORKSPACE =
      new SandboxPolicy.WorkspaceWrite(List.of(), false, true, true);
  private static final SandboxPolicy READ_ONLY = new SandboxPolicy.ReadOnly(false);

  @TempDir Path folder;
  private Path workspace;
  private Path outside;

  @BeforeEach
  void makeFolders() throws IOException {
    workspace = Files.createDirectories(folder.resolve("workspace"));
    outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "before");
  }

  /** Runs a script in the sandbox; returns its exit code. */
  private int run(SandboxPolicy policy, String script) throws Exception {
    assumeThat(SANDBOX.available()).as(SANDBOX.problem()).isTrue();
    Sandbox.Confined confined = confine(policy, script);
    Process process =
        new ProcessBuilder(confined.argv())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    int exitCode = process.waitFor();
    confined.afterwards().run();
    return exitCode;
  }

  private Sandbox.Confined confine(SandboxPolicy policy, String script) {
    String cwd = workspace.toString();
    return SANDBOX.confine(policy, cwd, List.of(), cwd, Map.of(), List.of("/bin/sh", "-c", script));
  }

  @Test
  void theWorkspaceIsWritable() throws Exception {
    assertThat(run(WORKSPACE, "echo x > made && mkdir -p a/b && touch a/b/c")).isZero();
    assertThat(workspace.resolve("a/b/c")).exists();
  }

  @Test
  void nothingElseIs() throws Exception {
    assertThat(run(WORKSPACE, "echo x > " + outside.resolve("kept"))).isNotZero();
    assertThat(run(WORKSPACE, "echo x > ../outside/new")).isNotZero();
    assertThat(run(WORKSPACE, "touch /etc/heddle-test")).isNotZero();
    assertThat(outside.resolve("kept")).hasContent("before");
    assertThat(outside.resolve("new")).doesNotExist();
  }

  @Test
  void readOnlyIsReadOnly() throws Exception {
    assertThat(run(READ_ONLY, "touch made")).isNotZero();
    assertThat(run(READ_ONLY, "cat " + outside.resolve("kept"))).isZero();
    assertThat(workspace.resolve("made")).doesNotExist();
  }

  @Test
  void aLinkLeadsNowhere() throws Exception {
    assertThat(run(WORKSPACE, "ln -s " + outside + " link && echo x > link/kept")).isNotZero();
    assertThat(outside.resolve("kept")).hasContent("before");
  }

  @Test
  void aLinkThatIsSwappedInLaterLeadsNowhere() throws Exception {
    assertThat(
            run(
                WORKSPACE,
                "mkdir dir && echo y > dir/kept && rm -r dir && ln -s ../outside dir && echo x >"
                    + " dir/kept"))
        .isNotZero();
    assertThat(outside.resolve("kept")).hasContent("before");
  }

  @Test
  void noHookCanBePlanted() throws Exception {
    Path hooks = Files.createDirectories(workspace.resolve(".git/hooks"));
    assertThat(run(WORKSPACE, "echo 'rm -rf /' > .git/hooks/pre-commit")).isNotZero();
    assertThat(run(WORKSPACE, "mv .git elsewhere")).isNotZero();
    assertThat(run(WORKSPACE, "rm -rf .git")).isNotZero();
    assertThat(hooks).isEmptyDirectory();
  }

  @Test
  void noHookCanBePlantedInARepositoryBelow() throws Exception {
    Path hooks = Files.createDirectories(workspace.resolve("a/b/inner/.git/hooks"));
    Path module = Files.createDirectories(workspace.resolve("module"));
    Files.writeString(module.resolve(".git"), "gitdir: ../.git/modules/module");
    assertThat(run(WORKSPACE, "echo x > a/b/inner/.git/hooks/pre-commit")).isNotZero();
    assertThat(run(WORKSPACE, "mv a/b/inner/.git elsewhere")).isNotZero();
    assertThat(run(WORKSPACE, "echo 'gitdir: elsewhere' > module/.git")).isNotZero();
    assertThat(run(WORKSPACE, "rm -rf module/.git")).isNotZero();
    assertThat(run(WORKSPACE, "echo x > a/b/inner/f")).isZero();
    assertThat(hooks).isEmptyDirectory();
    assertThat(module.resolve(".git")).hasContent("gitdir: ../.git/modules/module");
  }

  @Test
  void aRootAboveTheWorkspaceDoesNotOpenItsRepository() throws Exception {
    workspace = Files.createDirectories(folder.resolve("a/b/c/d"));
    Path hooks = Files.createDirectories(workspace.resolve(".git/hooks"));
    SandboxPolicy above =
        new SandboxPolicy.WorkspaceWrite(List.of(folder.toString()), false, true, true);
    assertThat(run(above, "echo x > .git/hooks/pre-commit")).isNotZero();
    assertThat(run(above, "touch f && touch " + outside.resolve("new"))).isZero();
    assertThat(hooks).isEmptyDirectory();
  }

  @Test
  void aProtectedNameThatIsALinkHindersNoCommand() throws Exception {
    Files.createDirectories(workspace.resolve("nested"));
    Files.createSymbolicLink(workspace.resolve(".agents"), outside);
    Files.createSymbolicLink(workspace.resolve(".codex"), Path.of("missing"));
    Files.createSymbolicLink(workspace.resolve("nested/.git"), Path.of("/proc/self"));
    assertThat(run(WORKSPACE, "touch made")).isZero();
    assertThat(run(WORKSPACE, "echo x > .agents/kept")).isNotZero();
  }

  @Test
  void whatAProtectedLinkLeadsToIsReadOnly() throws Exception {
    Files.createDirectories(workspace.resolve("shared"));
    Files.createSymbolicLink(workspace.resolve(".agents"), workspace.resolve("shared"));
    Files.createDirectories(workspace.resolve("repositories/one/hooks"));
    Files.createSymbolicLink(workspace.resolve(".git"), Path.of("repositories/one"));
    assertThat(run(WORKSPACE, "touch shared/skill")).isNotZero();
    assertThat(run(WORKSPACE, "touch .agents/skill")).isNotZero();
    assertThat(run(WORKSPACE, "touch repositories/one/hooks/pre-commit")).isNotZero();
    assertThat(run(WORKSPACE, "touch repositories/two")).isZero();
  }

  @Test
  void aRepositoryThatGoesBeforeTheCommandStartsHindersItNot() throws Exception {
    assumeThat(SANDBOX.available()).as(SANDBOX.problem()).isTrue();
    Path git = Files.createDirectories(workspace.resolve("a/gone/.git"));
    Sandbox.Confined confined = confine(WORKSPACE, "touch made");
    Files.delete(git);
    Files.delete(git.getParent());
    assertThat(new ProcessBuilder(confined.argv()).inheritIO().start().waitFor()).isZero();
    confined.afterwards().run();
    assertThat(workspace.resolve("made")).exists();
  }

  @Test
  void aRepositoryElsewhereInTheWorkspaceIsProtected() throws Exception {
    Path worktree = Files.createDirectories(workspace.resolve(".bare/worktrees/main"));
    Files.writeString(worktree.resolve("commondir"), "../..\n");
    Files.createDirectories(workspace.resolve(".bare/hooks"));
    Files.writeString(
        Files.createDirectories(workspace.resolve("main")).resolve(".git"),
        "gitdir: " + worktree + "\n");
    Files.createDirectories(workspace.resolve("separate/hooks"));
    Files.writeString(workspace.resolve(".git"), "gitdir: separate\n");
    assertThat(run(WORKSPACE, "touch .bare/hooks/pre-commit")).isNotZero();
    assertThat(run(WORKSPACE, "touch .bare/worktrees/main/config.worktree")).isNotZero();
    assertThat(run(WORKSPACE, "touch separate/hooks/pre-commit")).isNotZero();
    assertThat(run(WORKSPACE, "mv separate other")).isNotZero();
    assertThat(run(WORKSPACE, "touch main/f f")).isZero();
  }

  @Test
  void worktreesInsideTheirRepositoryStayWritable() throws Exception {
    Path worktree = Files.createDirectories(workspace.resolve("bare/worktrees/main"));
    Files.writeString(worktree.resolve("commondir"), "../..");
    Files.createDirectories(workspace.resolve("bare/hooks"));
    Files.createSymbolicLink(workspace.resolve("bare/info"), outside);
    Files.writeString(
        Files.createDirectories(workspace.resolve("bare/main")).resolve(".git"),
        "gitdir: ../worktrees/main");
    assertThat(run(WORKSPACE, "touch bare/hooks/pre-commit")).isNotZero();
    assertThat(run(WORKSPACE, "touch bare/worktrees/main/config.worktree")).isNotZero();
    assertThat(run(WORKSPACE, "touch bare/main/f")).isZero();
  }

  @Test
  void aRootThatIsARepositoryStaysWritable() throws Exception {
    Path worktree = Files.createDirectories(workspace.resolve(".bare/worktrees/main"));
    Files.writeString(worktree.resolve("commondir"), "../..");
    Files.writeString(workspace.resolve(".git"), "gitdir: .bare/worktrees/main");
    SandboxPolicy granted =
        new SandboxPolicy.WorkspaceWrite(
            List.of(workspace.resolve(".bare").toString()), false, true, true);
    assertThat(run(granted, "touch .bare/index .bare/worktrees/main/index")).isZero();
  }

  @Test
  void noFolderAboveWhatIsProtectedCanBeReplaced() throws Exception {
    Path hooks = Files.createDirectories(workspace.resolve("a/nested/.git/hooks"));
    assertThat(run(WORKSPACE, "mv a/nested n2")).isNotZero();
    assertThat(run(WORKSPACE, "mv a b")).isNotZero();
    assertThat(run(WORKSPACE, "touch a/f a/nested/f && mv a/f a/nested/f")).isZero();
    assertThat(hooks).isEmptyDirectory();
  }

  @Test
  void noFolderBetweenTwoRootsCanBeReplaced() throws Exception {
    workspace = Files.createDirectories(folder.resolve("a/b/c/d"));
    SandboxPolicy above =
        new SandboxPolicy.WorkspaceWrite(List.of(folder.toString()), false, true, true);
    assertThat(run(above, "mv " + folder.resolve("a/b") + " " + folder.resolve("x"))).isNotZero();
    assertThat(run(above, "touch f " + folder.resolve("a/b/f"))).isZero();
  }

  @Test
  void noRepositoryCanBeMadeInTheWorkspaceItself() throws Exception {
    assertThat(run(WORKSPACE, "mkdir -p .git/hooks")).isNotZero();
    assertThat(run(WORKSPACE, "rmdir .git; ln -s elsewhere .git")).isNotZero();
    assertThat(run(WORKSPACE, "mv .git elsewhere; mkdir .git && touch .git/HEAD")).isNotZero();
    assertThat(run(WORKSPACE, "touch .codex/config.toml")).isNotZero();
    assertThat(workspace).isEmptyDirectory();
    assertThat(run(WORKSPACE, "mkdir -p below/.git/hooks")).isZero();
  }

  @Test
  void whatStandsForTheMissingGoesWithTheLastCommandThatNeedsIt() {
    assumeThat(SANDBOX.available()).as(SANDBOX.problem()).isTrue();
    Sandbox.Confined first = confine(WORKSPACE, "true");
    Sandbox.Confined second = confine(WORKSPACE, "true");
    first.afterwards().run();
    assertThat(workspace.resolve(".git")).isEmptyDirectory();
    second.afterwards().run();
    assertThat(workspace).isEmptyDirectory();
  }

  @Test
  void aRepositoryThatTheUserMakesMeanwhileStays() throws IOException {
    assumeThat(SANDBOX.available()).as(SANDBOX.problem()).isTrue();
    Sandbox.Confined command = confine(WORKSPACE, "true");
    Files.writeString(workspace.resolve(".git/HEAD"), "ref: refs/heads/main");
    command.afterwards().run();
    assertThat(workspace.resolve(".git/HEAD")).exists();
    assertThat(workspace.resolve(".codex")).doesNotExist();
  }

  @Test
  void ourOwnFilesInTheWorkspaceAreProtected() throws Exception {
    Files.createDirectories(workspace.resolve(".codex"));
    assertThat(run(WORKSPACE, "touch .codex/config.toml")).isNotZero();
  }

  @Test
  void processesOutsideAreNotSeen() throws Exception {
    long us = ProcessHandle.current().pid();
    assertThat(run(WORKSPACE, "kill -0 " + us)).isNotZero();
    assertThat(run(WORKSPACE, "test -d /proc/" + us)).isNotZero();
  }

  @Test
  void thereIsNoNetworkUnlessGranted() throws Exception {
    assertThat(
            run(
                WORKSPACE,
                "test $(ls /sys/class/net | wc -l) -le 1 || test -z \"$(grep -v lo: "
                    + "/proc/net/dev | tail -n +3)\""))
        .isZero();
  }

  @Test
  void noUnixSocketIsReachedWithoutTheNetwork() throws Exception {
    assumePython();
    Path socket = outside.resolve("s");
    String connect = python("socket.socket(socket.AF_UNIX).connect('" + socket + "')");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      SandboxPolicy networked = new SandboxPolicy.WorkspaceWrite(List.of(), true, true, true);
      assertThat(run(networked, connect)).isZero();
      assertThat(run(new SandboxPolicy.ReadOnly(true), connect)).isZero();
      assertThat(run(WORKSPACE, connect)).isNotZero();
      assertThat(run(READ_ONLY, connect)).isNotZero();
    }
    for (String type : List.of("SOCK_DGRAM", "SOCK_RAW")) {
      String pair = "socket.socketpair(socket.AF_UNIX, socket." + type + ")";
      assertThat(run(WORKSPACE, python(pair))).isNotZero();
    }
  }

  @Test
  void socketsThatLeadNowhereElseWorkWithoutTheNetwork() throws Exception {
    assumePython();
    assertThat(run(WORKSPACE, "test \"$(echo a | cat)\" = a && test ! -e /proc/self/fd/9"))
        .isZero();
    String pair = "a, b = socket.socketpair(); a.send(b'x'); assert b.recv(1) == b'x'";
    assertThat(run(WORKSPACE, python(pair))).isZero();
    String local = "s = socket.create_server(('127.0.0.1', 0));";
    assertThat(run(WORKSPACE, python(local + "socket.create_connection(s.getsockname())")))
        .isZero();
  }

  private static String python(String script) {
    return "python3 -c \"import socket; " + script + "\"";
  }

  private void assumePython() throws Exception {
    assumeThat(run(WORKSPACE, "python3 -c 'import socket'")).as("python3").isZero();
  }

  @Test
  void furtherRootsAndTemporaryFoldersAreWritableWhereThePolicySaysSo() throws Exception {
    SandboxPolicy more =
        new SandboxPolicy.WorkspaceWrite(List.of(outside.toString()), false, true, true);
    assertThat(run(more, "echo after > " + outside.resolve("kept"))).isZero();
    assertThat(outside.resolve("kept")).hasContent("after\n");
    SandboxPolicy.WorkspaceWrite all =
        new SandboxPolicy.WorkspaceWrite(List.of("/no/such"), false, false, false);
    assertThat(
            Sandbox.roots(
                all, workspace.toString(), List.of(), Map.of("TMPDIR", outside.toString())))
        .containsExactlyInAnyOrder(
            workspace.toRealPath(), Path.of("/tmp").toRealPath(), outside.toRealPath());
  }

  @Test
  void aProgramThatDoesNotWorkIsFoundOut() throws IOException {
    Path broken = folder.resolve("bwrap");
    Files.writeString(broken, "#!/bin/sh\nexit 1\n");
    Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rwxr-xr-x"));
    Sandbox found = Sandbox.find(List.of(folder));
    assertThat(found.available()).isFalse();
    assertThat(found.problem()).contains("does not work");
    assertThat(Sandbox.find(List.of(outside)).problem()).contains("not installed");
  }
}
