package dev.heddle.protocol.v2;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reading and writing of {@code initialize} without reflection: a client waits for that answer
 * while the process starts. It knows only what is plainly right; everything else is left to the
 * general way.
 */
final class QuickInitialize {
  private QuickInitialize() {}

  /** The params, or null if they are not plainly right. */
  static @Nullable InitializeParams read(JsonElement in) {
    if (!(in instanceof JsonObject params)
        || !(params.get("clientInfo") instanceof JsonObject client)
        || !isString(client.get("name"))
        || !isString(client.get("version"))
        || !(isAbsent(client.get("title")) || isString(client.get("title")))) {
      return null;
    }
    InitializeCapabilities capabilities = null;
    if (!isAbsent(params.get("capabilities"))) {
      capabilities = capabilities(params.get("capabilities"));
      if (capabilities == null) {
        return null;
      }
    }
    JsonElement title = client.get("title");
    return new InitializeParams(
        new ClientInfo(
            client.get("name").getAsString(),
            isAbsent(title) ? null : title.getAsString(),
            client.get("version").getAsString()),
        capabilities);
  }

  /** Writes the answer. */
  static void write(JsonWriter out, InitializeResponse response) throws IOException {
    out.beginObject();
    out.name("userAgent").value(response.userAgent());
    out.name("codexHome").value(response.codexHome());
    out.name("platformFamily").value(response.platformFamily());
    out.name("platformOs").value(response.platformOs());
    out.endObject();
  }

  private static @Nullable InitializeCapabilities capabilities(JsonElement in) {
    if (!(in instanceof JsonObject object) || !isAbsent(object.get("extensions"))) {
      return null;
    }
    for (String name :
        new String[] {
          "requiredHumanApproval",
          "explicitGatewayOauth",
          "experimentalApi",
          "requestAttestation",
          "mcpServerOpenaiFormElicitation"
        }) {
      JsonElement flag = object.get(name);
      if (flag != null && !(flag instanceof JsonPrimitive value && value.isBoolean())) {
        return null;
      }
    }
    List<String> optOuts = null;
    if (!isAbsent(object.get("optOutNotificationMethods"))) {
      optOuts = strings(object.get("optOutNotificationMethods"));
      if (optOuts == null) {
        return null;
      }
    }
    return new InitializeCapabilities(
        isTrue(object.get("requiredHumanApproval")),
        isTrue(object.get("explicitGatewayOauth")),
        isTrue(object.get("experimentalApi")),
        isTrue(object.get("requestAttestation")),
        isTrue(object.get("mcpServerOpenaiFormElicitation")),
        optOuts,
        null);
  }

  private static @Nullable List<String> strings(JsonElement in) {
    if (!(in instanceof JsonArray array)) {
      return null;
    }
    List<String> strings = new ArrayList<>(array.size());
    for (JsonElement each : array) {
      if (!isString(each)) {
        return null;
      }
      strings.add(each.getAsString());
    }
    return strings;
  }

  private static boolean isTrue(@Nullable JsonElement flag) {
    return flag != null && flag.getAsBoolean();
  }

  private static boolean isAbsent(@Nullable JsonElement value) {
    return value == null || value.isJsonNull();
  }

  private static boolean isString(@Nullable JsonElement value) {
    return value instanceof JsonPrimitive primitive && primitive.isString();
  }
}
