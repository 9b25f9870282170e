package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ClientInfo;
import dev.heddle.protocol.v2.InitializeCapabilities;
import dev.heddle.protocol.v2.InitializeParams;
import dev.heddle.protocol.v2.InitializeResponse;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.connection.Handshake;
import dev.heddle.server.dispatch.Handler;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code initialize}: agrees on who the client is and what it may use. Runs on the reader's thread,
 * before anything else is loaded.
 *
 * <p>The server does not send {@code remoteControl/status/changed} afterwards, as the peer does: it
 * has no remote control, and no client needs the notification.
 */
public final class InitializeHandler implements Handler<InitializeParams, InitializeResponse> {
  /** The release of the protocol's first server that this one behaves like; clients compare it. */
  public static final String COMPATIBLE_VERSION = "0.169.0";

  private final Path home;
  private final String version;
  private final Consumer<ClientConnection> onInitialized;

  /**
   * A handler.
   *
   * @param home the server's home, absolute
   * @param version of this server
   * @param onInitialized runs after the answer is queued, on the reader's thread; it must not block
   */
  public InitializeHandler(Path home, String version, Consumer<ClientConnection> onInitialized) {
    this.home = home;
    this.version = version;
    this.onInitialized = onInitialized;
  }

  @Override
  public Reply<InitializeResponse> handle(InitializeParams params, RequestContext context) {
    ClientConnection connection = context.connection();
    if (connection.isInitialized()) {
      throw RpcException.invalidRequest(ErrorKind.ALREADY_INITIALIZED, "Already initialized");
    }
    ClientInfo client = params.clientInfo();
    if (!isHeaderValue(client.name())) {
      throw RpcException.invalidRequest(
          "Invalid clientInfo.name: '" + client.name() + "'. Must be a valid HTTP header value.");
    }
    Handshake handshake = handshakeOf(params);
    InitializeResponse response =
        new InitializeResponse(userAgent(client), home.toString(), "unix", platformOs());
    return Reply.of(response)
        .andThen(() -> connection.open(handshake))
        .andThen(() -> onInitialized.accept(connection));
  }

  private static Handshake handshakeOf(InitializeParams params) {
    InitializeCapabilities capabilities = params.capabilities();
    if (capabilities == null) {
      return new Handshake(params.clientInfo(), false, Set.of());
    }
    List<String> optOuts = capabilities.optOutNotificationMethods();
    return new Handshake(
        params.clientInfo(),
        capabilities.experimentalApi(),
        optOuts == null ? Set.of() : Set.copyOf(optOuts));
  }

  // Clients take what is before the first slash as the name and the first x.y.z as the version.
  private String userAgent(ClientInfo client) {
    String agent =
        client.name()
            + "/"
            + COMPATIBLE_VERSION
            + " ("
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + "; "
            + architecture()
            + ") heddle/"
            + version
            + " ("
            + client.name()
            + "; "
            + client.version()
            + ")";
    StringBuilder header = new StringBuilder(agent.length());
    agent.chars().forEach(c -> header.append(isHeaderChar((char) c) ? (char) c : '_'));
    return header.toString();
  }

  private static String architecture() {
    String arch = System.getProperty("os.arch");
    return arch.equals("amd64") ? "x86_64" : arch;
  }

  private static String platformOs() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return os.startsWith("mac") ? "macos" : os;
  }

  private static boolean isHeaderValue(String text) {
    return text.chars().allMatch(c -> isHeaderChar((char) c));
  }

  // Blanks, tabs and what can be seen; beyond ASCII any character, as the peer does.
  private static boolean isHeaderChar(char c) {
    return c == '\t' || (c >= ' ' && c != 0x7f);
  }
}
