package dev.heddle.protocol.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServerProcessTest {
  private static final Duration LIMIT = Duration.ofSeconds(50);

  @Test
  void theEndWaitsForTheLastLineAndTellsTheExitCode() throws Exception {
    try (ServerProcess server = start("polite")) {
      assertThat(server.client().request("anything", null).get(50, TimeUnit.SECONDS))
          .hasToString("\"hello\"");
      var late = server.client().request("late", null);
      assertThat(server.end(LIMIT)).isEqualTo(7);
      assertThat(late.get()).hasToString("\"bye\"");
    }
  }

  @Test
  void aServerThatDoesNotEndIsReportedAndCanBeKilled() throws Exception {
    ServerProcess server = start("stubborn");
    assertThatThrownBy(() -> server.end(Duration.ofMillis(1))).isInstanceOf(TimeoutException.class);
    server.close();
    assertThat(server.end(LIMIT)).isNotZero();
  }

  @Test
  void aCommandThatDoesNotExistCannotStart() {
    assertThatThrownBy(() ->
            ServerProcess.start(
                new ProcessBuilder("/nonexistent/server"),
                new RpcClientListener() {},
                WireTap.NONE))
        .isInstanceOf(IOException.class);
  }

  private static ServerProcess start(String manner) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Fake.class.getName());
    command.add(manner);
    return ServerProcess.start(
        new ProcessBuilder(command), new RpcClientListener() {}, WireTap.NONE);
  }

  /** The server under the tests: answers the first request at once, the second at its end. */
  static final class Fake {
    private Fake() {}

    public static void main(String[] args) throws InterruptedException {
      if (args[0].equals("stubborn")) {
        new CountDownLatch(1).await();
      }
      Scanner in = new Scanner(System.in, StandardCharsets.UTF_8);
      in.nextLine();
      System.out.println("{\"id\":1,\"result\":\"hello\"}");
      while (in.hasNextLine()) {
        in.nextLine();
      }
      System.out.println("{\"id\":2,\"result\":\"bye\"}");
      System.exit(7);
    }
  }
}
