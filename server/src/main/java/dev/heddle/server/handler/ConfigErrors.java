package dev.heddle.server.handler;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;

/** What clients are told of a configuration that cannot be used, in the peer's words. */
public final class ConfigErrors {
  private ConfigErrors() {}

  /** The refusal of a configuration, of the server or of one thread, with what is wrong in it. */
  public static RpcException cannotLoad(String problem) {
    return RpcException.invalidRequest(
        ErrorKind.INVALID_PARAMS, "failed to load configuration: " + problem);
  }

  /** The refusal of a provider that a thread or a client knows and the configuration lacks. */
  static RpcException providerNotConfigured(String provider) {
    JsonObject details = new JsonObject();
    details.addProperty("type", "modelProviderNotConfigured");
    details.addProperty("modelProvider", provider);
    return RpcException.invalidRequest(
            ErrorKind.INVALID_PARAMS,
            "This chat uses model provider “"
                + provider
                + "”, which is no longer configured. Restore this provider’s configuration to"
                + " continue.")
        .withDetails(details);
  }
}
