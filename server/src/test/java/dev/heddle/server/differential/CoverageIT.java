package dev.heddle.server.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ServerRequests;
import dev.heddle.server.conform.stage.Json;
import dev.heddle.server.conform.stage.Stage;
import dev.heddle.server.conform.stage.StagedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every method that the server supports is recorded, compared with Codex and tried by the
 * conformance suite; what it says by itself is recorded, and its questions are tried. {@code
 * fixtures/COVERAGE.md} says where.
 */
@Tag("fixtures")
final class CoverageIT {
  private static final Path FILE =
      Path.of(System.getProperty("heddle.root"), "fixtures/COVERAGE.md");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  @TempDir Path folder;

  @Test
  void everyMethodIsReached() throws Exception {
    Coverage coverage =
        new Coverage(
            supported(),
            SaidByServer.namesIn(ServerNotifications.class),
            SaidByServer.namesIn(ServerRequests.class));
    List<SessionFile> sessions = OurTranscripts.sessions();
    OurTranscripts.playAhead(sessions);
    for (SessionFile session : sessions) {
      coverage.addRecording(
          session.name(), GoldenRecording.of(session, OurTranscripts.of(session)));
    }
    ConformRun.of(ServerCommand.ours()).rules().stream()
        .filter(rule -> rule.broken().isEmpty())
        .forEach(rule -> coverage.addRule(rule.name(), rule.methods()));
    assertThat(coverage.gaps())
        .as("methods that are not reached: add what is missing, then run ./heddle fixtures")
        .isEmpty();
    if (Boolean.getBoolean("heddle.updateFixtures")) {
      Files.writeString(FILE, coverage.toMarkdown());
    }
    assertThat(coverage.toMarkdown())
        .as("what is reached has changed: run ./heddle fixtures and commit fixtures/COVERAGE.md")
        .isEqualTo(Files.exists(FILE) ? Files.readString(FILE) : "");
  }

  /** The methods as the server itself lists them for somebody who asks for another. */
  private List<String> supported() throws IOException, InterruptedException {
    try (StagedServer server = ServerCommand.ours().start(Stage.below(folder))) {
      server.send("{\"id\":1,\"method\":\"no/such/method\",\"params\":{}}");
      int at = server.await(0, message -> message.has("error"), 20_000);
      JsonObject error = server.message(at).getAsJsonObject("error");
      String text = Json.string(error, "message");
      return NAME.matcher(text.substring(text.indexOf("expected one of")))
          .results()
          .map(found -> found.group(1))
          .toList();
    }
  }
}
