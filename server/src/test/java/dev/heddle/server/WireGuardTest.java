package dev.heddle.server;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.protocol.rpc.RpcClient;
import dev.heddle.protocol.rpc.ServerProcess;
import dev.heddle.server.conform.Conform;
import dev.heddle.server.conform.stage.StagedServer;
import dev.heddle.server.demo.Demo;
import dev.heddle.server.testkit.WireWatch;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The list of all test code that starts a server or another program. Every server of ours has to
 * hand what it says to {@link WireWatch}, which holds it against the schema; so whoever starts one
 * stands here with the way in which it does. Read from the compiled classes, so that no new test
 * gets around it.
 */
class WireGuardTest {
  /** By class of the tests: how what its servers say is checked, or why there is nothing to. */
  private static final Map<String, String> STARTERS =
      Map.ofEntries(
          // The kit. Everything that is not below starts servers through these.
          entry("testkit.TestClient", "watches itself"),
          entry("testkit.AppServerProcess", "is heard by a TestClient; kill(1) is no server"),
          entry("testkit.WireTeeMain", "keeps a trace in the folder of WireWatch"),
          entry("differential.ServerCommand", "has traces kept in the folder of WireWatch"),
          entry("differential.ConformRun", "has traces kept in the folder of WireWatch"),
          entry("image.Run", "taps servers; other programs are said to be such by their callers"),
          // Tests that need the server's own constructor or the client under test.
          entry("AdmissionTest", "taps what it reads"),
          entry("EndOfServiceTest", "TestClient, but for one server whose output nobody reads"),
          entry("differential.TypedClientIT", "taps the client; Codex is not held to our schema"),
          entry("demo.DemoIT", "the demonstration finds a launcher that WireWatch installed"),
          // Programs that are no servers of ours, or say nothing on this protocol.
          entry("testkit.WireWatchTest", "shell scripts that are wrong on purpose"),
          entry("conform.SuiteTest", "a server that is wrong on purpose"),
          entry("clients.NodeTools", "Node and npm; the servers they start are of WireWatch"),
          entry("differential.Peer", "Codex, asked for its version and unpacked"),
          entry("differential.PeerContract", "Codex, printing its schema and types"),
          entry("image.Image", "cp"),
          entry("acceptance.StorageFaultsIT", "a shell that asks for a file system"),
          entry("patch.PatchWriterTest", "mkfifo"),
          entry("turn.ModelInputTest", "mkfifo"),
          entry("store.local.CatalogueTest", "mkfifo"),
          entry("patch.TurnDiffTest", "git"),
          entry("git.GitRepositoriesTest", "mkfifo"),
          entry("config.ServerConfigFileTest", "another process that writes the configuration"),
          entry("chat.ChatIT", "the chat finds a launcher that WireWatch installed"),
          entry("differential.PatchComparisonIT", "Codex, as the program that applies a patch"),
          entry("sandbox.SandboxTest", "commands in a sandbox"),
          entry("process.ChildProcessTest", "a shell and cat"),
          entry("acceptance.EndIT", "mkfifo; its server is an AppServerProcess"),
          entry("ProcessEndIT", "mkfifo; its server is an AppServerProcess"),
          entry("store.local.WriterLocksTest", "a program that holds a lock"));

  private static final Set<String> STARTING =
      Set.of(
          name(ProcessBuilder.class, "<init>"),
          name(Runtime.class, "exec"),
          name(AppServer.class, "<init>"),
          name(Main.class, "main"),
          name(StagedServer.class, "<init>"),
          name(ServerProcess.class, "start"),
          name(RpcClient.class, "open"),
          name(Conform.class, "run"),
          name(Demo.class, "run"),
          "dev/heddle/server/conform/Suite.run",
          "dev/heddle/server/conform/Client.launch");

  private static String name(Class<?> owner, String method) {
    return owner.getName().replace('.', '/') + "." + method;
  }

  @Test
  void onlyTheseStartServers() throws Exception {
    Map<String, SortedSet<String>> found = starters();
    Set<String> unlisted = new TreeSet<>(found.keySet());
    unlisted.removeAll(STARTERS.keySet());
    assertThat(unlisted)
        .as(
            "start servers with TestClient, AppServerProcess, ServerCommand or WireWatch; %s",
            found)
        .isEmpty();
    Set<String> gone = new TreeSet<>(STARTERS.keySet());
    gone.removeAll(found.keySet());
    assertThat(gone).as("listed, but they start nothing any more").isEmpty();
  }

  @Test
  void theListSeesWhatStarts() throws Exception {
    assertThat(starters().get("testkit.TestClient")).contains(name(AppServer.class, "<init>"));
    assertThat(starters().get("conform.SuiteTest")).contains(name(Conform.class, "run"));
  }

  /** By top-level class of the tests, without the common part of its name: what it calls. */
  private static Map<String, SortedSet<String>> starters() throws IOException, URISyntaxException {
    Path classes =
        Path.of(WireGuardTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Map<String, SortedSet<String>> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        ClassModel model = ClassFile.of().parse(file);
        String name = model.thisClass().asInternalName().replace('/', '.');
        String outer = name.replaceFirst("\\$.*", "").replaceFirst("^dev\\.heddle\\.server\\.", "");
        for (PoolEntry entry : model.constantPool()) {
          if (entry instanceof MemberRefEntry call) {
            String called = call.owner().asInternalName() + "." + call.name().stringValue();
            if (STARTING.contains(called)) {
              found.computeIfAbsent(outer, o -> new TreeSet<>()).add(called);
            }
          }
        }
      }
    }
    return found;
  }
}
