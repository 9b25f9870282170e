package dev.heddle.server.clients;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.MethodSpec;
import dev.heddle.protocol.rpc.NoParams;
import dev.heddle.protocol.rpc.RequestSpec;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.AppServerMethods;
import dev.heddle.protocol.v2.ServerRequests;
import dev.heddle.server.conform.trace.TraceEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Recorded messages as constants of a TypeScript module, each with the type that it must have. The
 * compiler then says whether it has. Of messages of one shape the first is taken. Used once.
 */
final class TypedLiterals {
  private static final Set<String> TELLING =
      Set.of("type", "status", "kind", "phase", "mode", "itemsView", "source", "method");

  private final Map<String, MethodSpec<?, ?>> methods = new HashMap<>();
  private final Map<String, RequestSpec<?, ?>> asking = new HashMap<>();
  private final Set<String> shapes = new HashSet<>();
  private final StringBuilder constants = new StringBuilder();
  private int count;

  TypedLiterals() {
    AppServerMethods.all().forEach(each -> methods.put(each.name(), each));
    ServerRequests.all().forEach(each -> asking.put(each.name(), each));
  }

  /** How many constants there are. */
  int count() {
    return count;
  }

  /** Takes the messages of one connection: all but those that the server could not read. */
  void add(List<TraceEntry> trace) {
    Map<String, TraceEntry> asked = new HashMap<>();
    Map<String, TraceEntry> questions = new HashMap<>();
    for (TraceEntry entry : trace) {
      if (!entry.fromServer()) {
        if (entry.isResponse()) {
          replied(questions.get(entry.id()), entry.message().get("result"));
        } else if (entry.isNotification() && entry.method().equals("initialized")) {
          add("ClientNotification", entry.message());
        } else if (entry.isRequest()) {
          asked.put(entry.id(), entry);
        }
      } else if (entry.isNotification()) {
        add("ServerNotificationEnvelope", entry.message());
      } else if (entry.isRequest()) {
        questions.put(entry.id(), entry);
        add("ServerRequest", entry.message());
      } else if (asked.get(entry.id()) != null) {
        answered(asked.get(entry.id()), entry.message());
      }
    }
  }

  private void answered(TraceEntry request, JsonObject answer) {
    MethodSpec<?, ?> method = methods.get(request.method());
    if (method == null) {
      return;
    }
    if (answer.has("result")) {
      add("ClientRequestTypes[\"" + method.name() + "\"][\"result\"]", answer.get("result"));
    } else if (answer.get("error") instanceof JsonObject error) {
      add("ErrorData & { [more in string]: unknown }", error.get("data"));
      if (error.get("message").getAsString().startsWith("Invalid request: ")) {
        return; // some forms are found wrong by the handler, not by the decoder
      }
    }
    JsonObject sent = new JsonObject();
    sent.addProperty("method", method.name());
    sent.add("id", request.message().get("id"));
    if (method.params() != NoParams.class) {
      try {
        // As a typed client says it: defaults of types that the server writes, too, are written
        // out.
        Object params = WireJson.decodeParams(request.message().get("params"), method.params());
        sent.add("params", WireJson.toSparseTree(params));
      } catch (DecodeException e) {
        return;
      }
    }
    add("ClientRequest", sent);
  }

  private void replied(@Nullable TraceEntry question, @Nullable JsonElement result) {
    RequestSpec<?, ?> asking = question == null ? null : this.asking.get(question.method());
    if (asking == null || result == null) {
      return;
    }
    try {
      WireJson.decode(result, asking.result());
    } catch (DecodeException e) {
      return;
    }
    add("ServerRequestTypes[\"" + asking.name() + "\"][\"result\"]", result);
  }

  private void add(String type, JsonElement value) {
    if (shapes.add(type + shape("", value))) {
      constants.append("export const message%d: %s = %s;%n".formatted(++count, type, value));
    }
  }

  /** What the compiler can tell apart: names, kinds of values, and the words that name variants. */
  private static String shape(String name, JsonElement value) {
    if (value instanceof JsonObject object) {
      StringBuilder members = new StringBuilder("{");
      object.asMap().forEach((key, each) -> members.append(key).append(shape(key, each)));
      return members.append('}').toString();
    }
    if (value instanceof JsonArray array) {
      Set<String> elements = new TreeSet<>();
      array.forEach(each -> elements.add(shape(name, each)));
      return elements.toString();
    }
    if (value instanceof JsonPrimitive primitive && primitive.isString()) {
      return TELLING.contains(name) ? value.toString() : "s";
    }
    return value.isJsonNull() ? "0" : value.getAsJsonPrimitive().isNumber() ? "n" : "b";
  }

  /** The module, beside the folder of types. */
  String module(String types) {
    return """
    import type {
      ClientNotification,
      ClientRequest,
      ClientRequestTypes,
      ErrorData,
      ServerNotificationEnvelope,
      ServerRequest,
      ServerRequestTypes,
    } from "%s";

    export type Used =
      | ClientNotification
      | ClientRequest
      | ErrorData
      | ServerRequest
      | ServerRequestTypes["item/tool/call"];
    %s\
    """
        .formatted(types, constants);
  }
}
