package dev.heddle.server.turn;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.CodexErrorInfo;
import dev.heddle.protocol.v2.TurnError;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.StoredNames;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A turn's error as history keeps it: {@code {"message":…,"codex_error_info":…}} with the wire's
 * camelCase names in snake_case, as Codex 0.169.0 writes it.
 */
public final class ErrorRecords {
  private ErrorRecords() {}

  static JsonObject of(TurnError error) {
    JsonObject record = new JsonObject();
    record.addProperty("message", error.message());
    if (error.codexErrorInfo() != null) {
      record.add(
          "codex_error_info", rename(WireJson.toTree(error.codexErrorInfo()), StoredNames::snake));
    }
    return record;
  }

  /** The wire's form of a stored error; null when there is none. */
  public static @Nullable TurnError view(@Nullable JsonObject record) {
    if (record == null) {
      return null;
    }
    CodexErrorInfo info = null;
    if (record.get("codex_error_info") instanceof JsonElement stored && !stored.isJsonNull()) {
      try {
        info = WireJson.decode(rename(stored, StoredNames::camel), CodexErrorInfo.class);
      } catch (DecodeException e) {
        info = new CodexErrorInfo.Other(); // an error kind of a newer writer
      }
    }
    return new TurnError(Json.string(record, "message", ""), info, null, null);
  }

  private static JsonElement rename(JsonElement element, UnaryOperator<String> names) {
    if (element instanceof JsonPrimitive primitive && primitive.isString()) {
      return new JsonPrimitive(names.apply(primitive.getAsString()));
    }
    if (element instanceof JsonObject object) {
      JsonObject renamed = new JsonObject();
      object
          .entrySet()
          .forEach(member ->
              renamed.add(
                  names.apply(member.getKey()),
                  member.getValue() instanceof JsonObject nested
                      ? rename(nested, names)
                      : member.getValue()));
      return renamed;
    }
    return element;
  }
}
