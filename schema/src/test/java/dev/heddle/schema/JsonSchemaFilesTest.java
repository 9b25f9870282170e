package dev.heddle.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class JsonSchemaFilesTest {
  private static final SortedMap<String, String> STABLE =
      JsonSchemaFiles.of(false, new Descriptions(Map.of()));
  private static final SortedMap<String, String> EXPERIMENTAL =
      JsonSchemaFiles.of(true, new Descriptions(Map.of()));

  private static final List<String> BUNDLES =
      List.of(
          "codex_app_server_protocol.schemas.json",
          "codex_app_server_protocol.v2.schemas.json",
          "ClientRequest.json",
          "JSONRPCMessage.json");

  private final Validator validator =
      new ValidatorFactory().withJsonNodeFactory(new GsonNode.Factory()).createValidator();

  @Test
  void everyBundleIsASchema() {
    // Registering validates a document against the dialect that it names.
    for (String bundle : BUNDLES) {
      validator.registerSchema(uri(bundle), EXPERIMENTAL.get(bundle));
      validator.registerSchema(uri("stable/" + bundle), STABLE.get(bundle));
    }
  }

  @Test
  void everyReferenceLeadsSomewhereInItsOwnFile() {
    EXPERIMENTAL.forEach((path, text) -> {
      JsonObject document = JsonParser.parseString(text).getAsJsonObject();
      follow(path, document, document);
    });
  }

  private static void follow(String path, JsonElement element, JsonObject document) {
    if (element instanceof JsonArray array) {
      array.forEach(each -> follow(path, each, document));
    } else if (element instanceof JsonObject object) {
      if (object.has("$ref")) {
        JsonElement at = document;
        String reference = object.get("$ref").getAsString();
        for (String step : reference.substring(2).split("/")) {
          at = at instanceof JsonObject here ? here.get(step) : null;
        }
        assertThat(at).as(path + ": " + reference).isNotNull();
      }
      object.asMap().values().forEach(each -> follow(path, each, document));
    }
  }

  @Test
  void whatIsExperimentalIsInOneOfTheTwoOnly() {
    assertThat(EXPERIMENTAL).containsKey("v2/ThreadSearchParams.json");
    assertThat(STABLE).doesNotContainKey("v2/ThreadSearchParams.json");
    assertThat(EXPERIMENTAL.get("ClientRequest.json")).contains("\"thread/search\"");
    assertThat(STABLE.get("ClientRequest.json")).doesNotContain("\"thread/search\"");
    assertThat(members(EXPERIMENTAL, "ThreadListParams")).contains("ancestorThreadId");
    assertThat(members(STABLE, "ThreadListParams"))
        .doesNotContain("ancestorThreadId")
        .contains("searchTerm");
  }

  @Test
  void theSchemaOfWhatIsWrittenWantsEveryMemberAndNoOther() {
    validator.registerSchema(uri("read"), JsonSchemaFiles.allTypes(false).toString());
    validator.registerSchema(uri("written"), JsonSchemaFiles.allTypes(true).toString());
    String full = "{\"sha\":null,\"branch\":null,\"originUrl\":null}";
    assertThat(fits("read", full)).isTrue();
    assertThat(fits("written", full)).isTrue();
    String sparse = "{\"branch\":null}";
    assertThat(fits("read", sparse)).isTrue();
    assertThat(fits("written", sparse)).isEqualTo(false);
    String more = "{\"sha\":null,\"branch\":null,\"originUrl\":null,\"more\":1}";
    assertThat(fits("read", more)).isTrue();
    assertThat(fits("written", more)).isFalse();
  }

  private boolean fits(String schema, String json) {
    return validator.validate(URI.create(uri(schema) + "#/definitions/GitInfo"), json).isValid();
  }

  private static Set<String> members(SortedMap<String, String> files, String type) {
    return JsonParser.parseString(files.get("v2/" + type + ".json"))
        .getAsJsonObject()
        .getAsJsonObject("properties")
        .keySet();
  }

  private static URI uri(String path) {
    return URI.create("urn:schema:" + path.replace('/', ':'));
  }
}
