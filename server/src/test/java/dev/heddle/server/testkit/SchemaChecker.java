package dev.heddle.server.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.ErrorData;
import dev.heddle.protocol.rpc.MethodSpec;
import dev.heddle.protocol.rpc.NoParams;
import dev.heddle.protocol.rpc.RequestSpec;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.ApiThread;
import dev.heddle.protocol.v2.AppServerMethods;
import dev.heddle.protocol.v2.ServerRequests;
import dev.heddle.schema.JsonSchemaFiles;
import dev.heddle.server.conform.trace.TraceEntry;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds every message of a trace against the published JSON Schema. What a server says must have
 * exactly the members that the schema knows, those of the envelope included. What a client sends,
 * params of requests and answers to questions, counts when the server can read it: then the schema
 * must accept it, too, also when it is refused for what it says.
 */
public final class SchemaChecker {
  private static final Map<String, MethodSpec<?, ?>> METHODS = new HashMap<>();
  private static final Map<String, RequestSpec<?, ?>> QUESTIONS = new HashMap<>();
  private static final Map<String, String> ENVELOPES = new HashMap<>();
  private static final int MOST_SHOWN = 5;

  private static final URI WRITTEN = URI.create("urn:heddle:written");
  private static final URI READ = URI.create("urn:heddle:read");
  private static final Validator VALIDATOR =
      new ValidatorFactory().withJsonNodeFactory(new GsonNode.Factory()).createValidator();

  static {
    AppServerMethods.all().forEach(each -> METHODS.put(each.name(), each));
    ServerRequests.all().forEach(each -> QUESTIONS.put(each.name(), each));
    JsonObject written = JsonSchemaFiles.allTypes(true);
    addEnvelopes(written, "ServerRequest");
    addEnvelopes(written, "ServerNotification");
    VALIDATOR.registerSchema(WRITTEN, written.toString());
    VALIDATOR.registerSchema(READ, JsonSchemaFiles.allTypes(false).toString());
  }

  private final Map<String, TraceEntry> asked = new HashMap<>();
  private final Map<String, TraceEntry> questions = new HashMap<>();
  private final List<String> faults = new ArrayList<>();

  private SchemaChecker() {}

  /** Notes for each method where in a union its messages are described. */
  private static void addEnvelopes(JsonObject written, String union) {
    List<JsonElement> alternatives =
        written
            .getAsJsonObject("definitions")
            .getAsJsonObject(union)
            .getAsJsonArray("oneOf")
            .asList();
    for (int i = 0; i < alternatives.size(); i++) {
      JsonObject members = alternatives.get(i).getAsJsonObject().getAsJsonObject("properties");
      String method = members.getAsJsonObject("method").getAsJsonArray("enum").get(0).getAsString();
      ENVELOPES.put(union + " " + method, union + "/oneOf/" + i);
    }
  }

  /** Fails when a message does not fit the schema; names the first few. */
  public static void check(List<TraceEntry> trace) {
    List<String> faults = faults(trace);
    if (!faults.isEmpty()) {
      throw new AssertionError(
          faults.size()
              + " messages do not fit the schema:\n"
              + faults.stream().limit(MOST_SHOWN).collect(Collectors.joining("\n")));
    }
  }

  /** What does not fit, a line for each message. */
  static List<String> faults(List<TraceEntry> trace) {
    SchemaChecker checker = new SchemaChecker();
    for (TraceEntry entry : trace) {
      if (entry.fromServer()) {
        checker.said(entry);
      } else if (entry.isRequest()) {
        checker.asked.put(entry.id(), entry);
      } else if (entry.isResponse()) {
        checker.replied(entry);
      }
    }
    return checker.faults;
  }

  private void said(TraceEntry entry) {
    if (entry.isResponse()) {
      answered(entry);
    } else if (entry.message().has("id")) {
      questions.put(entry.id(), entry);
      whole(entry, "ServerRequest", "question");
    } else if (!entry.method().equals(TestRoutes.NOTIFICATION)) {
      whole(entry, "ServerNotification", "notification");
    }
  }

  private void whole(TraceEntry entry, String union, String kind) {
    String envelope = ENVELOPES.get(union + " " + entry.method());
    if (envelope == null) {
      faults.add("no table has the " + kind + " " + entry);
    } else {
      fits(WRITTEN, envelope, entry.message(), entry);
    }
  }

  private void answered(TraceEntry answer) {
    TraceEntry request = asked.get(answer.id());
    MethodSpec<?, ?> method = request == null ? null : METHODS.get(request.method());
    JsonElement params = request == null ? null : request.message().get("params");
    if (answer.message().get("error") instanceof JsonObject error) {
      if (method != null && method.params() != NoParams.class && !isUnreadable(error)) {
        read(method.params(), params, request);
      }
      fits(WRITTEN, "JSONRPCError", answer.message(), answer);
      if (error.has("data")) {
        fits(READ, nameOf(ErrorData.class), error.get("data"), answer);
      }
      return;
    }
    fits(WRITTEN, "JSONRPCResponse", answer.message(), answer);
    if (method == null) {
      if (request == null || !TestRoutes.madeUp(request.method())) {
        faults.add("no table has the method that is answered here: " + request + "\n    " + answer);
      }
      return;
    }
    fits(WRITTEN, nameOf(method.result()), answer.message().get("result"), answer);
    if (method.params() != NoParams.class && params != null) {
      fits(READ, nameOf(method.params()), params, request);
    }
  }

  /** Whether a request was refused for its form; some handlers find out, not the decoder. */
  private static boolean isUnreadable(JsonObject error) {
    return String.valueOf(error.get("message")).startsWith("\"Invalid request: ");
  }

  private void replied(TraceEntry reply) {
    TraceEntry question = questions.get(reply.id());
    RequestSpec<?, ?> asking = question == null ? null : QUESTIONS.get(question.method());
    if (asking != null) {
      read(asking.result(), reply.message().get("result"), reply);
    }
  }

  /** Expects the schema to accept what a client sent if our decoder does. */
  private void read(Class<?> type, @Nullable JsonElement sent, TraceEntry in) {
    if (sent == null) {
      return;
    }
    try {
      WireJson.decode(sent, type);
    } catch (DecodeException e) {
      return; // the schema is free to refuse it, too
    }
    fits(READ, nameOf(type), sent, in);
  }

  private static String nameOf(Class<?> type) {
    return type == ApiThread.class ? "Thread" : type.getSimpleName();
  }

  private void fits(URI schema, String name, JsonElement value, TraceEntry in) {
    Validator.Result result =
        VALIDATOR.validate(
            URI.create(schema + "#/definitions/" + name),
            value == null ? JsonNull.INSTANCE : value);
    if (!result.isValid()) {
      String message = in.toString();
      faults.add(
          name
              + ": "
              + result.getErrors().stream()
                  .map(error -> error.getInstanceLocation() + " " + error.getError())
                  .distinct()
                  .limit(MOST_SHOWN)
                  .collect(Collectors.joining("; "))
              + "\n    "
              + message.substring(0, Math.min(message.length(), 2_000)));
    }
  }
}
