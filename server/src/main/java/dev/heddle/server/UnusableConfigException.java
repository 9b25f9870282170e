package dev.heddle.server;

import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ConfigWarningNotification;
import dev.heddle.protocol.v2.TextPosition;
import dev.heddle.protocol.v2.TextRange;
import dev.heddle.server.config.ConfigException;
import dev.heddle.server.config.ConfigPlace;
import dev.heddle.server.handler.ConfigErrors;

/** The server's configuration cannot be used, so no request can be served until it is mended. */
final class UnusableConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String SUMMARY = "Invalid configuration.";

  private final transient ConfigWarningNotification warning;
  private final RpcException refusal;

  UnusableConfigException(ConfigException problem, ServerOptions options) {
    super(problem);
    ConfigPlace place = ConfigPlace.of(problem, options.home(), options.configOverrides());
    this.warning =
        place == null
            ? new ConfigWarningNotification(SUMMARY, problem.message(), null, null)
            : new ConfigWarningNotification(
                SUMMARY, problem.message(), place.file().toString(), range(place));
    this.refusal = ConfigErrors.cannotLoad(problem.message());
  }

  private static TextRange range(ConfigPlace place) {
    return new TextRange(
        new TextPosition(place.line(), place.column()),
        new TextPosition(place.lastLine(), place.lastColumn()));
  }

  /** What clients are told once. */
  ConfigWarningNotification warning() {
    return warning;
  }

  /** The answer to each request. */
  RpcException refusal() {
    return refusal;
  }
}
