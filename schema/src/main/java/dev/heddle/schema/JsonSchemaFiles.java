package dev.heddle.schema;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.ErrorData;
import dev.heddle.protocol.rpc.OptionalParams;
import dev.heddle.protocol.rpc.RequestSpec;
import dev.heddle.protocol.v2.GetConversationSummaryParams;
import dev.heddle.protocol.v2.GetConversationSummaryResponse;
import dev.heddle.protocol.v2.InitializeParams;
import dev.heddle.protocol.v2.InitializeResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The JSON Schema of the protocol, in the files that generators of clients expect: one for each
 * params, result and notification, with all it refers to; one for each kind of message; and two
 * bundles of everything.
 */
public final class JsonSchemaFiles {
  private static final String DIALECT = "http://json-schema.org/draft-07/schema#";
  private static final String DEFINITIONS = "#/definitions/";
  private static final Set<Class<?>> IN_V1 =
      Set.of(
          InitializeParams.class,
          InitializeResponse.class,
          GetConversationSummaryParams.class,
          GetConversationSummaryResponse.class);

  private final Contract contract;
  private final Descriptions descriptions;
  private final boolean asWritten;

  private JsonSchemaFiles(Contract contract, Descriptions descriptions, boolean asWritten) {
    this.contract = contract;
    this.descriptions = descriptions;
    this.asWritten = asWritten;
  }

  /**
   * The files, by path.
   *
   * @param experimental whether what needs {@code capabilities.experimentalApi} is part of them
   */
  public static SortedMap<String, String> of(boolean experimental, Descriptions descriptions) {
    return new JsonSchemaFiles(new Contract(experimental), descriptions, false).files();
  }

  /**
   * One document of all types under {@code definitions}, experimental ones included.
   *
   * @param asWritten whether to describe exactly what this server writes, rather than what it may
   *     read: every member that it does not leave out is required, and there are no others
   */
  public static JsonObject allTypes(boolean asWritten) {
    return new JsonSchemaFiles(new Contract(true), new Descriptions(Map.of()), asWritten)
        .flatBundle();
  }

  /** The bundle with all types in one folder, without descriptions. */
  static JsonObject flatBundle(boolean experimental) {
    return new JsonSchemaFiles(new Contract(experimental), new Descriptions(Map.of()), false)
        .flatBundle();
  }

  private SortedMap<String, String> files() {
    SortedMap<String, JsonObject> files = new TreeMap<>();
    SchemaOfType types = types(type -> DEFINITIONS + TypeNames.of(type));
    Envelopes envelopes = envelopes(type -> DEFINITIONS + TypeNames.of(type), DEFINITIONS);
    for (Class<?> type : exported()) {
      if (type.isAnnotationPresent(OptionalParams.class)) {
        files.put(folder(type) + "Nullable" + TypeNames.of(type) + ".json", nullable(types, type));
      } else {
        files.put(folder(type) + TypeNames.of(type) + ".json", document(types, type));
      }
    }
    SortedMap<String, JsonObject> parts = envelopes.parts();
    parts.forEach((name, schema) -> {
      JsonObject definitions = new JsonObject();
      addReferred(definitions, schema, parts);
      files.put(name + ".json", document(schema.deepCopy(), name, definitions));
    });
    envelopes
        .unions()
        .forEach((name, union) -> {
          JsonObject definitions = definitions(types, contract.reachableFrom(union.types()));
          addReferred(definitions, union.schema(), parts);
          files.put(name + ".json", document(union.schema(), name, definitions));
        });
    files.put("codex_app_server_protocol.schemas.json", bundle());
    files.put("codex_app_server_protocol.v2.schemas.json", flatBundle());
    SortedMap<String, String> texts = new TreeMap<>();
    files.forEach((path, schema) -> texts.put(path, SortedJson.write(schema)));
    return texts;
  }

  private SortedSet<Class<?>> exported() {
    SortedSet<Class<?>> exported = contract.exported();
    exported.add(ErrorData.class);
    return exported;
  }

  private String folder(Class<?> type) {
    return IN_V1.contains(type) ? "v1/" : rootTypes().contains(type) ? "" : "v2/";
  }

  /**
   * What travels with questions to the client, with errors and with the file search lies outside of
   * {@code v2}.
   */
  private Set<Class<?>> rootTypes() {
    Set<Class<?>> types = new HashSet<>(Set.of(ErrorData.class));
    for (RequestSpec<?, ?> request : contract.serverRequests()) {
      types.add(request.params());
      types.add(request.result());
    }
    contract.exported().stream().filter(TypeNames::isOfFileSearch).forEach(types::add);
    return types;
  }

  private SchemaOfType types(Function<Class<?>, String> reference) {
    return new SchemaOfType(contract, descriptions, reference, asWritten);
  }

  private Envelopes envelopes(Function<Class<?>, String> reference, String parts) {
    return new Envelopes(contract, reference, name -> parts + name, asWritten);
  }

  private JsonObject document(SchemaOfType types, Class<?> type) {
    SortedSet<Class<?>> referred = contract.reachableFrom(contract.referredTo(type));
    return document(types.of(type), TypeNames.of(type), definitions(types, referred));
  }

  private JsonObject nullable(SchemaOfType types, Class<?> type) {
    JsonObject reference = new JsonObject();
    reference.addProperty("$ref", DEFINITIONS + TypeNames.of(type));
    return document(
        Envelopes.orNull(reference),
        "Nullable_" + TypeNames.of(type),
        definitions(types, contract.reachableFrom(List.of(type))));
  }

  private static JsonObject document(JsonObject schema, String title, JsonObject definitions) {
    schema.addProperty("$schema", DIALECT);
    schema.addProperty("title", title);
    if (!definitions.isEmpty()) {
      schema.add("definitions", definitions);
    }
    return schema;
  }

  private static JsonObject definitions(SchemaOfType types, Collection<Class<?>> of) {
    JsonObject definitions = new JsonObject();
    of.forEach(type -> definitions.add(TypeNames.of(type), types.of(type)));
    return definitions;
  }

  /** Adds those parts that {@code schema} refers to, and what they refer to. */
  private static void addReferred(
      JsonObject definitions, JsonElement schema, Map<String, JsonObject> parts) {
    parts.forEach((name, part) -> {
      String reference = "\"" + DEFINITIONS + name + "\"";
      if (!definitions.has(name) && schema.toString().contains(reference)) {
        definitions.add(name, part);
        addReferred(definitions, part, parts);
      }
    });
  }

  /** All types of {@code v2} in a folder of their own, all else beside it. */
  private JsonObject bundle() {
    Set<Class<?>> roots = rootTypes();
    roots.addAll(IN_V1);
    List<Class<?>> others = new ArrayList<>(exported());
    others.removeAll(roots);
    SortedSet<Class<?>> v2 = contract.reachableFrom(others);
    SortedSet<Class<?>> outside = contract.reachableFrom(exported());
    outside.removeAll(v2);
    String v2Definitions = DEFINITIONS + "v2/";
    Function<Class<?>, String> reference =
        type -> (v2.contains(type) ? v2Definitions : DEFINITIONS) + TypeNames.of(type);
    SchemaOfType types = types(reference);
    JsonObject definitions = entitled(types, outside);
    JsonObject definitionsOfV2 = entitled(types, v2);
    addEnvelopes(definitions, envelopes(reference, DEFINITIONS));
    definitionsOfV2.add(
        Envelopes.REQUEST_ID, definitions.getAsJsonObject(Envelopes.REQUEST_ID).deepCopy());
    definitions.add("v2", definitionsOfV2);
    return wholeBundle("CodexAppServerProtocol", definitions);
  }

  /** All types in one folder. */
  private JsonObject flatBundle() {
    Function<Class<?>, String> reference = type -> DEFINITIONS + TypeNames.of(type);
    JsonObject definitions = entitled(types(reference), contract.reachableFrom(exported()));
    addEnvelopes(definitions, envelopes(reference, DEFINITIONS));
    return wholeBundle("CodexAppServerProtocolV2", definitions);
  }

  private static void addEnvelopes(JsonObject definitions, Envelopes envelopes) {
    envelopes
        .unions()
        .forEach((name, union) -> definitions.add(name, titled(union.schema(), name)));
    envelopes.parts().forEach((name, part) -> definitions.add(name, titled(part, name)));
  }

  private JsonObject entitled(SchemaOfType types, Collection<Class<?>> of) {
    SortedSet<Class<?>> exported = exported();
    JsonObject definitions = definitions(types, of);
    for (Class<?> type : of) {
      if (exported.contains(type)) {
        titled(definitions.getAsJsonObject(TypeNames.of(type)), TypeNames.of(type));
      }
    }
    return definitions;
  }

  private static JsonObject titled(JsonObject schema, String title) {
    schema.addProperty("title", title);
    return schema;
  }

  private static JsonObject wholeBundle(String title, JsonObject definitions) {
    JsonObject bundle = new JsonObject();
    bundle.add("type", new JsonPrimitive("object"));
    return document(bundle, title, definitions);
  }
}
