package dev.heddle.server.differential;

import dev.heddle.server.conform.stage.Stage;
import dev.heddle.server.conform.stage.StagedServer;
import dev.heddle.server.testkit.WireWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A server to compare: what reports call it, and how it is started. */
record ServerCommand(String name, List<String> command) {

  /** The server of this build. */
  static ServerCommand ours() {
    Path launcher = Path.of(System.getProperty("heddle.root"), "heddle").toAbsolutePath();
    return new ServerCommand("ours", List.of(launcher.normalize().toString(), "app-server"));
  }

  /**
   * The server to hold against the peer: ours; with {@code heddle.differential.self=true} the peer
   * itself, which shows whether the comparison is to be trusted.
   */
  static ServerCommand comparedWith(ServerCommand peer) {
    return Boolean.getBoolean("heddle.differential.self") ? peer : ours();
  }

  /** Starts it. What is said by a server of ours is held against the schema. */
  StagedServer start(Stage stage) throws IOException {
    return new StagedServer(
        command, equals(ours()) ? stage.keepingTraces(WireWatch.folder()) : stage);
  }

  static ServerCommand peer(Path binary) {
    return new ServerCommand("peer", List.of(binary.toString(), "app-server"));
  }
}
