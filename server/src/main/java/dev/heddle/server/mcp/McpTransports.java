package dev.heddle.server.mcp;

import dev.heddle.server.config.McpServerConfig;
import dev.heddle.server.model.http.HttpClients;
import dev.heddle.server.process.ChildCommand;
import dev.heddle.server.process.ChildProcesses;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Headers;
import okhttp3.HttpUrl;

/**
 * Makes the transport that a server's configuration asks for.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class McpTransports {
  /** What nearly every program needs; what is more, such as keys, a server gets by name only. */
  private static final List<String> INHERITED =
      List.of(
          "HOME",
          "LANG",
          "LC_ALL",
          "LOGNAME",
          "PATH",
          "SHELL",
          "TERM",
          "TMPDIR",
          "TZ",
          "USER",
          "CURL_CA_BUNDLE",
          "GIT_SSL_CAINFO",
          "NODE_EXTRA_CA_CERTS",
          "PIP_CERT",
          "REQUESTS_CA_BUNDLE",
          "SSL_CERT_DIR",
          "SSL_CERT_FILE");

  private final ChildProcesses processes;
  private final Map<String, String> environment;

  /**
   * @param environment of this process, as commands would inherit it
   */
  McpTransports(ChildProcesses processes, Map<String, String> environment) {
    this.processes = processes;
    this.environment = environment;
  }

  /**
   * Opens the way to a server.
   *
   * @param cwd absolute working directory of the thread
   * @throws McpException when there is none
   */
  McpTransport open(McpServerConfig config, String cwd, McpTransport.Receiver receiver)
      throws McpException {
    return switch (config.transport()) {
      case McpServerConfig.Stdio stdio -> process(config.name(), stdio, cwd, receiver);
      case McpServerConfig.Http http -> endpoint(http, receiver);
    };
  }

  private McpTransport process(
      String name, McpServerConfig.Stdio stdio, String cwd, McpTransport.Receiver receiver)
      throws McpException {
    Map<String, String> given = new HashMap<>();
    INHERITED.forEach(variable -> inherit(variable, given));
    stdio.inherited().forEach(variable -> inherit(variable, given));
    given.putAll(stdio.environment());
    List<String> command = new ArrayList<>();
    command.add(stdio.command());
    command.addAll(stdio.arguments());
    try {
      String directory =
          stdio.cwd() == null ? cwd : Path.of(cwd).resolve(stdio.cwd()).normalize().toString();
      return new StdioTransport(
          name,
          processes,
          new ChildCommand(command, directory, given, null, true, false),
          receiver);
    } catch (InvalidPathException e) {
      throw new McpException("its working directory is not a path");
    }
  }

  private void inherit(String variable, Map<String, String> given) {
    String value = environment.get(variable);
    if (value != null) {
      given.put(variable, value);
    }
  }

  private McpTransport endpoint(McpServerConfig.Http http, McpTransport.Receiver receiver)
      throws McpException {
    HttpUrl url = HttpUrl.parse(http.url());
    if (url == null) {
      throw new McpException("its `url` is not a URL");
    }
    Headers.Builder headers = new Headers.Builder();
    try {
      http.headers().forEach(headers::set);
      http.headerVariables()
          .forEach((header, variable) -> {
            String value = environment.get(variable);
            if (value != null && !value.isBlank()) {
              headers.set(header, value);
            }
          });
      if (http.bearerTokenVariable() != null) {
        headers.set("Authorization", "Bearer " + token(http.bearerTokenVariable()));
      }
    } catch (IllegalArgumentException e) {
      throw new McpException("one of its HTTP headers cannot be sent");
    }
    return new HttpTransport(
        HttpClients.create(url, Duration.ZERO, environment), url, headers.build(), receiver);
  }

  private String token(String variable) throws McpException {
    String token = environment.get(variable);
    if (token == null || token.isBlank()) {
      throw new McpException("environment variable " + variable + " with its token is not set");
    }
    return token.strip();
  }
}
