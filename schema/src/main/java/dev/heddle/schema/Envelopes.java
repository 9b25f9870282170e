package dev.heddle.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.MethodSpec;
import dev.heddle.protocol.rpc.NoParams;
import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.protocol.rpc.OptionalParams;
import dev.heddle.protocol.rpc.RequestSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The schemas of whole messages: JSON-RPC's own, and the unions of all requests and notifications.
 * Immutable.
 */
final class Envelopes {
  static final String REQUEST_ID = "RequestId";

  private final Contract contract;
  private final Function<Class<?>, String> reference;
  private final Function<String, String> ownReference;
  private final boolean asWritten;

  /**
   * @param reference where the schema of a type is referred to
   * @param ownReference where one of {@link #parts} is referred to, by its name
   * @param asWritten whether to describe exactly what this server writes: it leaves out nothing of
   *     an envelope, and adds nothing
   */
  Envelopes(
      Contract contract,
      Function<Class<?>, String> reference,
      Function<String, String> ownReference,
      boolean asWritten) {
    this.contract = contract;
    this.reference = reference;
    this.ownReference = ownReference;
    this.asWritten = asWritten;
  }

  /** A union of messages, with the types it refers to. */
  record Union(JsonObject schema, Collection<Class<?>> types) {}

  /** The unions by name. */
  SortedMap<String, Union> unions() {
    SortedMap<String, Union> unions = new TreeMap<>();
    List<JsonElement> requests = new ArrayList<>();
    List<Class<?>> params = new ArrayList<>();
    for (MethodSpec<?, ?> method : contract.methods()) {
      requests.add(message(method.name(), "Request", method.params()));
      params.add(method.params());
    }
    unions.put("ClientRequest", union(requests, params, "What a client asks the server."));

    requests = new ArrayList<>();
    params = new ArrayList<>();
    for (RequestSpec<?, ?> request : contract.serverRequests()) {
      requests.add(message(request.name(), "Request", request.params()));
      params.add(request.params());
    }
    unions.put("ServerRequest", union(requests, params, "What the server asks a client."));

    unions.put(
        "ClientNotification",
        notifications(Contract.clientNotifications(), "What a client says without asking."));
    Union fromServer = notifications(contract.notifications(), "What the server says by itself.");
    if (asWritten) {
      // Alternatives are closed then, so that each has to know the member itself.
      for (JsonElement each : fromServer.schema().getAsJsonArray("oneOf")) {
        SchemaOfType.addMember(each.getAsJsonObject(), "emittedAtMs", emittedAtMs(), true);
      }
    } else {
      SchemaOfType.addMember(fromServer.schema(), "emittedAtMs", emittedAtMs(), false);
    }
    unions.put("ServerNotification", fromServer);
    return unions;
  }

  private static JsonObject emittedAtMs() {
    return SchemaOfType.described(integer(), "When the server said it, Unix time in milliseconds.");
  }

  private Union notifications(List<NotificationSpec<?>> specs, String description) {
    List<JsonElement> messages = new ArrayList<>();
    List<Class<?>> params = new ArrayList<>();
    for (NotificationSpec<?> spec : specs) {
      messages.add(message(spec.name(), "Notification", spec.params()));
      params.add(spec.params());
    }
    return union(messages, params, description);
  }

  private static Union union(
      List<JsonElement> messages, List<Class<?>> params, String description) {
    params.removeIf(type -> type == NoParams.class);
    JsonArray alternatives = new JsonArray();
    messages.forEach(alternatives::add);
    return new Union(
        SchemaOfType.described(SchemaOfType.only("oneOf", alternatives), description), params);
  }

  private JsonObject message(String method, String kind, Class<?> params) {
    String title = title(method) + kind;
    JsonObject message = envelope();
    message.addProperty("title", title);
    JsonObject name = SchemaOfType.strings(List.of(method));
    name.addProperty("title", title + "Method");
    SchemaOfType.addMember(message, "method", name, true);
    boolean isRequest = kind.equals("Request");
    if (isRequest) {
      SchemaOfType.addMember(message, "id", ref(ownReference.apply(REQUEST_ID)), true);
    }
    if (params != NoParams.class) {
      JsonObject content = ref(reference.apply(params));
      boolean optional = params.isAnnotationPresent(OptionalParams.class);
      SchemaOfType.addMember(message, "params", optional ? orNull(content) : content, !optional);
    } else if (isRequest) {
      SchemaOfType.addMember(message, "params", SchemaOfType.typed("null", false), false);
    }
    return message;
  }

  /** The method with its words joined as in other names of types: {@code Thread/injectItems}. */
  private static String title(String method) {
    return Pattern.compile("(^|_)([a-z])")
        .matcher(method)
        .replaceAll(word -> word.group(2).toUpperCase(Locale.ROOT));
  }

  static JsonObject orNull(JsonObject schema) {
    return SchemaOfType.only(
        "anyOf", SchemaOfType.arrayOf(schema, SchemaOfType.typed("null", false)));
  }

  /** JSON-RPC's own messages and their parts, by name. */
  SortedMap<String, JsonObject> parts() {
    SortedMap<String, JsonObject> parts = new TreeMap<>();
    parts.put(
        REQUEST_ID,
        SchemaOfType.only(
            "anyOf", SchemaOfType.arrayOf(SchemaOfType.typed("string", false), integer())));

    JsonObject error = envelope();
    SchemaOfType.addMember(error, "code", integer(), true);
    SchemaOfType.addMember(error, "message", SchemaOfType.typed("string", false), true);
    String aboutData = "What a program may act on; Heddle's has the members of ErrorData.";
    SchemaOfType.addMember(
        error, "data", SchemaOfType.described(new JsonObject(), aboutData), asWritten);
    parts.put("JSONRPCErrorError", error);

    JsonObject refusal = envelope();
    SchemaOfType.described(
        refusal, "A request was refused. The id is null when a line had none that can be echoed.");
    SchemaOfType.addMember(refusal, "id", orNull(ref(ownReference.apply(REQUEST_ID))), true);
    SchemaOfType.addMember(refusal, "error", ref(ownReference.apply("JSONRPCErrorError")), true);
    parts.put("JSONRPCError", refusal);

    JsonObject response = withId("A request was granted.");
    SchemaOfType.addMember(response, "result", new JsonObject(), true);
    parts.put("JSONRPCResponse", response);

    JsonObject request = withId("A message that is to be answered.");
    parts.put("JSONRPCRequest", withMethod(request));

    JsonObject notification = envelope();
    SchemaOfType.described(notification, "A message without an answer.");
    parts.put("JSONRPCNotification", withMethod(notification));

    JsonArray kinds = new JsonArray();
    for (String kind :
        List.of("JSONRPCRequest", "JSONRPCNotification", "JSONRPCResponse", "JSONRPCError")) {
      kinds.add(ref(ownReference.apply(kind)));
    }
    parts.put(
        "JSONRPCMessage",
        SchemaOfType.described(SchemaOfType.only("anyOf", kinds), "Any line on the wire."));
    return parts;
  }

  private JsonObject envelope() {
    JsonObject object = SchemaOfType.typed("object", false);
    if (asWritten) {
      object.addProperty("additionalProperties", false);
    }
    return object;
  }

  private JsonObject withId(String description) {
    JsonObject message = envelope();
    SchemaOfType.addMember(message, "id", ref(ownReference.apply(REQUEST_ID)), true);
    return SchemaOfType.described(message, description);
  }

  private static JsonObject withMethod(JsonObject message) {
    SchemaOfType.addMember(message, "method", SchemaOfType.typed("string", false), true);
    SchemaOfType.addMember(message, "params", new JsonObject(), false);
    return message;
  }

  private static JsonObject integer() {
    JsonObject schema = SchemaOfType.typed("integer", false);
    schema.addProperty("format", "int64");
    return schema;
  }

  private static JsonObject ref(String target) {
    return SchemaOfType.only("$ref", new JsonPrimitive(target));
  }
}
