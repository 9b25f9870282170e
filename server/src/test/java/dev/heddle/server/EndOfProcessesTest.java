package dev.heddle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.connection.Limits;
import dev.heddle.server.process.ChildCommand;
import dev.heddle.server.process.ChildEnvironment;
import dev.heddle.server.process.ChildProcess;
import dev.heddle.server.store.ForwardingThreadStore;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EndOfProcessesTest {
  /** More than an end takes on a machine that stalls. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @TempDir Path home;
  private ChildProcess child;

  @Test
  void aStoreThatTakesLongToCloseDoesNotKeepProcessesAlive() throws Exception {
    TestServer server =
        new TestServer(home, TestServer.Kind.MEMORY)
            .within(Limits.DEFAULT.withWaitsOnEnd(PATIENCE, PATIENCE, PATIENCE))
            .through(store ->
                new ForwardingThreadStore(store) {
                  @Override
                  public void close() {
                    // Longer than the end of a server waits for its store.
                    child.ended().orTimeout(30, TimeUnit.SECONDS).join();
                    super.close();
                  }
                });
    TestClient client = server.start();
    client.request("thread/list", "{}"); // what there is to end is built for the first request
    child =
        server
            .processes()
            .start(
                new ChildCommand(
                    List.of("/bin/sh", "-c", "read line"),
                    home.toString(),
                    ChildEnvironment.inherited(),
                    null,
                    true,
                    false,
                    () -> {}),
                (stream, bytes) -> {});
    client.closeInput();
    assertThat(client.awaitExit()).isEqualTo(ExitCode.OK);
    client.close();
  }
}
