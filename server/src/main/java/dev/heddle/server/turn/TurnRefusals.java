package dev.heddle.server.turn;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;

/** Errors of requests that a running turn stands in the way of. */
public final class TurnRefusals {
  private TurnRefusals() {}

  /** The running turn is of a kind that takes no input. */
  public static RpcException notSteerable(String kind) {
    String message = "cannot steer a " + kind + " turn";
    JsonObject turnKind = new JsonObject();
    turnKind.addProperty("turnKind", kind);
    JsonObject info = new JsonObject();
    info.add("activeTurnNotSteerable", turnKind);
    JsonObject data = new JsonObject();
    data.addProperty("message", message);
    data.add("codexErrorInfo", info);
    data.add("additionalDetails", JsonNull.INSTANCE);
    data.add("misalignment", JsonNull.INSTANCE);
    return RpcException.invalidRequest(ErrorKind.CONFLICT, message).withDetails(data);
  }
}
