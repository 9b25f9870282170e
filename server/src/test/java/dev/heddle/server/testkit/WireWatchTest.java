package dev.heddle.server.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.protocol.rpc.WireTap;
import dev.heddle.server.conform.stage.TraceFile;
import dev.heddle.server.conform.trace.TraceEntry;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server says wrongly is found, whichever way it was heard. */
class WireWatchTest {
  private static final String ASKED = "{\"id\":1,\"method\":\"thread/loaded/list\",\"params\":{}}";
  private static final String WRONG = "{\"id\":1,\"result\":{\"data\":[],\"surprise\":true}}";

  @TempDir Path folder;

  @Test
  void aClientThatNobodyClosesIsCheckedAtTheEnd() {
    String said = "{\"method\":\"thread/surprised\",\"params\":{}}\n";
    TestClient client =
        new TestClient(
            new ByteArrayInputStream(said.getBytes(StandardCharsets.UTF_8)),
            OutputStream.nullOutputStream());
    client.awaitEnd();
    assertThatThrownBy(WireWatch::checkAll).hasMessageContaining("thread/surprised");
    WireWatch.checkAll(); // told once
  }

  @Test
  void whatIsTappedIsChecked() {
    WireTap tap = WireWatch.tap();
    tap.sent(ASKED);
    tap.received(WRONG);
    assertThatThrownBy(WireWatch::checkAll).hasMessageContaining("surprise");
  }

  @Test
  void whatAProgramInBetweenKeptIsChecked() throws Exception {
    int before = WireWatch.kept();
    Path program = folder.resolve("server");
    // It reads the request and answers wrongly.
    WireWatch.install(program, List.of("sh", "-c", "read line; echo '" + WRONG + "'; exit 3"));
    try (AppServerProcess server = AppServerProcess.of(new ProcessBuilder(program.toString()))) {
      server.client().sendLine(ASKED);
      server.client().awaitResponse(1);
      assertThat(server.awaitExit()).isEqualTo(3);
    } catch (AssertionError heardByTheClient) {
      assertThat(heardByTheClient).hasMessageContaining("surprise");
    }
    assertThat(WireWatch.kept() - before).isEqualTo(1);
    assertThatThrownBy(WireWatch::checkAll).hasMessageContaining("surprise");
    forget();
  }

  @Test
  void aTraceIsKeptLineByLine() throws Exception {
    try (TraceFile trace = TraceFile.in(folder, List.of("a", "server"))) {
      trace.sent("{\"id\":1,".getBytes(StandardCharsets.UTF_8));
      trace.sent("\"method\":\"a\"}\nnot json\n".getBytes(StandardCharsets.UTF_8));
      trace.received("{\"id\":1,\"result\":null}");
      trace.received("Picked up something");
    }
    Path file;
    try (var files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    assertThat(WireWatch.read(file))
        .singleElement()
        .satisfies(trace ->
            assertThat(trace)
                .extracting(TraceEntry::toString)
                .containsExactly(
                    "-> {\"id\":1,\"method\":\"a\"}",
                    "<- {\"id\":1,\"result\":null}",
                    "<- {\"notJson\":\"Picked up something\"}"));
  }

  private static void forget() throws Exception {
    try (var files = Files.list(WireWatch.folder())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
