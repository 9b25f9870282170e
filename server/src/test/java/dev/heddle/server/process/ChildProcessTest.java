package dev.heddle.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands: what they print, how they are ended, and that nothing of them is left. */
class ChildProcessTest {
  private static final int KEPT = 1 << 20;

  @TempDir Path folder;
  private final ChildProcesses processes = new ChildProcesses();
  private final BoundedOutput output = new BoundedOutput(KEPT);

  @AfterEach
  void endAll() {
    processes.close();
  }

  private ChildCommand shell(String script) {
    return new ChildCommand(
        List.of("/bin/bash", "-c", script),
        folder.toString(),
        ChildEnvironment.inherited(),
        null,
        false,
        true);
  }

  private ChildCommand with(ChildCommand command, TerminalSize terminal, boolean takesInput) {
    return new ChildCommand(
        command.argv(), command.cwd(), command.environment(), terminal, takesInput, true);
  }

  private ChildProcess start(ChildCommand command) throws IOException {
    return processes.start(command, (error, bytes) -> output.append(bytes));
  }

  private int exitCode(ChildProcess child) throws Exception {
    return child.ended().get(20, TimeUnit.SECONDS);
  }

  private String printed() {
    return new String(output.head(), StandardCharsets.UTF_8);
  }

  @Test
  void printsAndExits() throws Exception {
    assertThat(exitCode(start(shell("pwd; echo problem >&2; cat; exit 3")))).isEqualTo(3);
    assertThat(printed()).isEqualTo(folder.toRealPath() + "\nproblem\n");
  }

  @Test
  void whatIsToBeDoneAfterwardsIsDoneOnce() throws Exception {
    CountDownLatch done = new CountDownLatch(2);
    ChildCommand plain = shell("exit 3");
    ChildCommand command =
        new ChildCommand(
            plain.argv(), plain.cwd(), plain.environment(), null, false, true, done::countDown);
    exitCode(start(command));
    assertThat(done.getCount()).isEqualTo(1);
    ChildCommand nowhere =
        new ChildCommand(
            plain.argv(), "/no/such", plain.environment(), null, false, true, done::countDown);
    assertThatThrownBy(() -> start(nowhere)).isInstanceOf(IOException.class);
    assertThat(done.getCount()).isZero();
  }

  @Test
  void theEndOfTheServerWaitsForWhatIsToBeDoneAfterwards() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    ChildCommand plain = shell("sleep 1000");
    start(
        new ChildCommand(
            plain.argv(), plain.cwd(), plain.environment(), null, false, true, done::countDown));
    processes.close();
    assertThat(done.getCount()).isZero();
  }

  @Test
  void takesInputUntilItIsClosed() throws Exception {
    ChildProcess child = start(with(shell("cat"), null, true));
    child.write("twice\n".getBytes(StandardCharsets.UTF_8));
    child.closeInput();
    assertThat(exitCode(child)).isZero();
    assertThat(printed()).isEqualTo("twice\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello\n", "hello", ""})
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aTerminalTellsOfTheEndOfTheInputAndStays(String input) throws Exception {
    ChildProcess child = start(with(shell("cat; echo done; exit 5"), TerminalSize.DEFAULT, true));
    child.write(input.getBytes(StandardCharsets.UTF_8));
    child.closeInput();
    child.closeInput();
    assertThatThrownBy(() -> child.write(new byte[] {1})).isInstanceOf(IOException.class);
    assertThat(exitCode(child)).isEqualTo(5);
    assertThat(printed()).contains(input.strip()).endsWith("done\r\n");
  }

  @Test
  void refusesInputItDoesNotTake() throws Exception {
    ChildProcess child = start(shell("true"));
    assertThatThrownBy(() -> child.write(new byte[] {1})).isInstanceOf(IOException.class);
    exitCode(child);
  }

  @Test
  void theEndWaitsForWhoeverTakesTheOutput() throws Exception {
    CountDownLatch reads = new CountDownLatch(1);
    ChildProcess child =
        processes.start(
            shell("head -c 100000 /dev/zero"),
            (error, bytes) -> {
              Uninterruptibles.awaitUninterruptibly(reads);
              output.append(bytes);
            });
    assertThatThrownBy(() -> child.ended().get(1, TimeUnit.SECONDS))
        .isInstanceOf(TimeoutException.class);
    reads.countDown();
    exitCode(child);
    assertThat(output.totalBytes()).isEqualTo(100_000);
  }

  @Test
  void aProgramOrFolderThatIsMissingIsTold() throws Exception {
    ChildCommand noFolder =
        new ChildCommand(List.of("/bin/true"), "/no/such", Map.of(), null, false, true);
    assertThatThrownBy(() -> start(noFolder)).isInstanceOf(IOException.class);
    ChildCommand noProgram =
        new ChildCommand(
            List.of("/no/such/program"), folder.toString(), Map.of(), null, false, true);
    assertThat(exitCode(start(noProgram))).isEqualTo(127);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void hasATerminalOfItsSize() throws Exception {
    ChildCommand command = with(shell("test -t 0 && stty size"), new TerminalSize(97, 31), true);
    assertThat(exitCode(start(command))).isZero();
    assertThat(printed().trim()).isEqualTo("31 97");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void itsTerminalIsClosedWhenItHasEnded() throws Exception {
    long before = terminals();
    List<ChildProcess> ended = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ChildProcess child = start(with(shell("exit"), new TerminalSize(97, 31), true));
      assertThat(exitCode(child)).isZero();
      ended.add(child);
    }
    assertThat(terminals()).isLessThanOrEqualTo(before); // others may close theirs
    ended.getFirst().resize(new TerminalSize(22, 11));
    assertThatThrownBy(() -> ended.getFirst().write(new byte[1])).isInstanceOf(IOException.class);
  }

  /** How many terminals this process has open for others. */
  private static long terminals() throws IOException {
    long count = 0;
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path each : open) {
        try {
          count += Files.readSymbolicLink(each).endsWith("ptmx") ? 1 : 0;
        } catch (NoSuchFileException e) {
          // closed meanwhile
        }
      }
    }
    return count;
  }

  @RepeatedTest(10)
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aSizeThatComesAtOnceIsNotUndone() throws Exception {
    ChildProcess child = start(with(shell("read l; stty size"), new TerminalSize(97, 31), true));
    child.resize(new TerminalSize(22, 11));
    child.write("\n".getBytes(StandardCharsets.UTF_8));
    assertThat(exitCode(child)).isZero();
    assertThat(printed().trim()).isEqualTo("11 22");
  }

  @Test
  void twoGigabytesNeedTheMemoryOfTheBound() throws Exception {
    assertThat(exitCode(start(shell("head -c 2147483648 /dev/zero; echo end")))).isZero();
    assertThat(output.totalBytes()).isEqualTo(2147483648L + 4);
    assertThat(output.droppedBytes()).isEqualTo(2147483648L + 4 - KEPT);
    assertThat(new String(output.tail(), StandardCharsets.ISO_8859_1)).endsWith("\0end\n");
  }

  @Test
  void aCommandThatIgnoresTermIsKilled() throws Exception {
    CountDownLatch ready = new CountDownLatch(1);
    ChildProcess child =
        processes.start(
            shell("trap '' TERM; echo ready; while true; do sleep 100; done"),
            (error, bytes) -> ready.countDown());
    ready.await();
    child.end(Duration.ofMillis(50));
    assertThat(exitCode(child)).isEqualTo(128 + 9);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void commandsDieWithAKilledServerWhereverTheyWent() throws Exception {
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                CommandStarter.class.getName(),
                "trap '' TERM HUP; setsid sleep 1000 & echo $! $$; sleep 1000; sleep 1000")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader printed = server.inputReader()) {
      List<ProcessHandle> commands = new ArrayList<>();
      for (String pid : printed.readLine().split(" ")) {
        commands.add(ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
      }
      assertThat(commands).hasSize(2).allMatch(ProcessHandle::isAlive);
      server.destroyForcibly();
      for (ProcessHandle command : commands) {
        command.onExit().get(30, TimeUnit.SECONDS);
      }
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void aCommandMayEndItselfInTime() throws Exception {
    CountDownLatch ready = new CountDownLatch(1);
    ChildProcess child =
        processes.start(
            shell("trap 'exit 7' TERM; echo ready; while true; do sleep 0.01; done"),
            (error, bytes) -> ready.countDown());
    ready.await();
    child.end(Duration.ofSeconds(10));
    assertThat(exitCode(child)).isEqualTo(7);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void nothingIsLeftOfOneThatKeepsStarting() throws Exception {
    CountDownLatch ready = new CountDownLatch(1);
    AtomicReference<ChildProcess> child = new AtomicReference<>();
    child.set(
        processes.start(
            shell(
                "for i in $(seq 8); do (trap '' TERM; while true; do sleep 60 & sleep 0.05; done)"
                    + " & done; setsid bash -c 'trap \"\" TERM; setsid sleep 61; sleep 62' & sleep"
                    + " 0.2; echo ready; wait"),
            (error, bytes) -> ready.countDown()));
    ready.await();
    assertThat(child.get().leftOthers()).isTrue();
    child.get().end(Duration.ofMillis(50));
    exitCode(child.get());
    assertThat(child.get().leftOthers()).isFalse();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aStrangerThatHasItsNumberNowIsLeftAlone() throws Exception {
    Process over = new ProcessBuilder("/bin/sh", "-c", "exit 0").start();
    over.waitFor();
    Process stranger =
        new ProcessBuilder(
                SessionLeader.wrap(List.of("/bin/sh", "-c", "sleep 1000 & echo $!; exec cat")))
            .start();
    ProcessHandle other =
        ProcessHandle.of(Long.parseLong(stranger.inputReader().readLine())).orElseThrow();
    try {
      ProcessTree tree = new ProcessTree(stranger.pid(), over.toHandle(), "mark");
      assertThat(tree.members()).isEmpty();
      tree.terminate();
      tree.kill();
      new ChildProcess(over, tree, false, () -> {}).end(Duration.ZERO);
      stranger.getOutputStream().write('x');
      stranger.getOutputStream().flush();
      assertThat(stranger.inputReader().read()).isEqualTo('x');
      assertThat(other.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
      other.destroyForcibly();
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aCommandThatDoesNotLeadAGroupYetEnds() throws Exception {
    Process begun = new ProcessBuilder("/bin/sleep", "1000").start();
    ProcessTree tree = new ProcessTree(begun.pid(), begun.toHandle(), "mark");
    new ChildProcess(begun, tree, false, () -> {}).end(Duration.ofSeconds(10));
    assertThat(begun.waitFor()).isEqualTo(128 + 15);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theEndOfACommandDoesNotWaitForWhatItLeaves() throws Exception {
    ChildProcess child = start(shell("sleep 1000 & echo started"));
    assertThat(exitCode(child)).isZero();
    assertThat(printed()).isEqualTo("started\n");
    assertThat(child.leftOthers()).isTrue();
    processes.close();
    assertThat(child.leftOthers()).isFalse();
    assertThatThrownBy(() -> start(shell("true"))).hasMessage("the server ends");
  }

  @Test
  void theEnvironmentIsTheOneBeforeTheLauncher() {
    assertThat(
            ChildEnvironment.of(
                Map.of("HOME", "/h", "HEDDLE_OUTER_JDK_JAVA_OPTIONS", "-Da=b", "HEDDLE_HOME", "x")))
        .isEqualTo(Map.of("HOME", "/h", "JDK_JAVA_OPTIONS", "-Da=b"));
  }

  @Test
  void textIsPutTogetherAcrossPieces() {
    Utf8Pieces pieces = new Utf8Pieces();
    byte[] euro = "a€b".getBytes(StandardCharsets.UTF_8);
    assertThat(pieces.next(new byte[] {euro[0], euro[1]})).isEqualTo("a");
    assertThat(pieces.next(new byte[] {euro[2]})).isEmpty();
    assertThat(pieces.next(new byte[] {euro[3], euro[4], (byte) 0xff})).isEqualTo("€b\uFFFD");
    assertThat(pieces.next(new byte[] {euro[1]})).isEmpty();
    assertThat(pieces.end()).isEqualTo("\uFFFD");
  }

  @Test
  void keepsBeginningAndEnd() {
    BoundedOutput small = new BoundedOutput(6);
    for (String piece : List.of("ab", "cde")) {
      small.append(piece.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(small.head()).asString().isEqualTo("abcde");
    assertThat(small.tail()).isEmpty();
    for (String piece : List.of("f", "ghijk", "l")) {
      small.append(piece.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(small.head()).asString().isEqualTo("abc");
    assertThat(small.tail()).asString().isEqualTo("jkl");
    assertThat(small.droppedBytes()).isEqualTo(6);
    assertThat(small.totalBytes()).isEqualTo(12);
  }
}
