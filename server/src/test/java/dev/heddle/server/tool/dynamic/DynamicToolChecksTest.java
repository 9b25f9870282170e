package dev.heddle.server.tool.dynamic;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.heddle.protocol.v2.DynamicToolNamespaceTool;
import dev.heddle.protocol.v2.DynamicToolSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DynamicToolChecksTest {
  private static final JsonElement SCHEMA = JsonParser.parseString("{\"type\":\"object\"}");

  private static DynamicToolSpec function(String name) {
    return new DynamicToolSpec.Function(name, "d", SCHEMA, false);
  }

  private static DynamicToolSpec namespace(String name, String description, String... tools) {
    return new DynamicToolSpec.Namespace(
        name,
        description,
        List.of(tools).stream()
            .<DynamicToolNamespaceTool>map(
                tool -> new DynamicToolNamespaceTool.Function(tool, "d", SCHEMA, true))
            .toList());
  }

  private static void refused(String message, DynamicToolSpec... tools) {
    assertThatThrownBy(() -> DynamicToolChecks.check(List.of(tools))).hasMessage(message);
  }

  @Test
  void toolsThatAModelCanBeOfferedPass() {
    assertThatCode(() ->
            DynamicToolChecks.check(
                List.of(
                    function("a"),
                    function("a-b_C9"),
                    function("x".repeat(128)),
                    namespace("a", "d".repeat(1024), "a", "b"),
                    namespace("n".repeat(64), "", "a"))))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "bad name|dynamic tool name must match ^[a-zA-Z0-9_-]+$ to match Responses API: bad name",
        "''|dynamic tool name must not be empty",
        " a|dynamic tool name has leading/trailing whitespace:  a",
        "mcp|dynamic tool name is reserved: mcp",
        "mcp__x|dynamic tool name is reserved: mcp__x"
      })
  void namesThatNoModelTakesAreRefused(String name, String message) {
    refused(message, function(name));
    refused(message, namespace("n", "d", name));
  }

  @Test
  void longNamesAreRefused() {
    String name = "x".repeat(129);
    refused(
        "dynamic tool name must be at most 128 characters to match Responses API: " + name,
        function(name));
    String namespace = "n".repeat(65);
    refused(
        "dynamic tool namespace must be at most 64 characters to match Responses API: " + namespace,
        namespace(namespace, "d", "a"));
  }

  @Test
  void aNameIsGivenOnce() {
    refused("duplicate dynamic tool name: a", function("a"), function("a"));
    refused("duplicate dynamic tool name in namespace n: a", namespace("n", "d", "a", "a"));
    refused(
        "duplicate dynamic tool namespace: n", namespace("n", "d", "a"), namespace("n", "d", "b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"functions", "web", "tool_search", "submodel_delegator"})
  void reservedNamespacesAreRefused(String name) {
    refused(
        "dynamic tool namespace collides with a reserved Responses API namespace: " + name,
        namespace(name, "d", "a"));
  }

  @Test
  void namespacesAreNamedAndNotEmpty() {
    refused("dynamic tool namespace must not be empty", namespace("", "d", "a"));
    refused("dynamic tool namespace is reserved: mcp__a", namespace("mcp__a", "d", "a"));
    refused("dynamic tool namespace must contain at least one tool: n", namespace("n", "d"));
    refused(
        "dynamic tool namespace description must be at most 1024 characters",
        namespace("n", "d".repeat(1025), "a"));
  }

  @Test
  void aToolOutsideOfANamespaceCannotWait() {
    refused(
        "deferred dynamic tool must include a namespace: a",
        new DynamicToolSpec.Function("a", "d", SCHEMA, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "\"x\"|invalid type: string \"x\", expected struct JsonSchema",
        "null|invalid type: null, expected struct JsonSchema",
        "[]|invalid length 0, expected struct JsonSchema with 15 elements"
      })
  void aSchemaIsAnObjectOrABoolean(String schema, String problem) {
    refused(
        "dynamic tool input schema is not supported for a: " + problem,
        new DynamicToolSpec.Function("a", "d", JsonParser.parseString(schema), false));
  }
}
