package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;
import java.util.List;

/** A tool that the client implements; one without a type is a function. */
@TaggedUnion(untagged = "function")
public sealed interface DynamicToolSpec {
  /**
   * A tool called with JSON arguments.
   *
   * @param inputSchema JSON Schema of the arguments
   * @param deferLoading whether the model finds it by search only
   */
  @Variant(value = "function", members = "DynamicToolFunctionSpec")
  record Function(
      String name, String description, JsonElement inputSchema, @Defaulted boolean deferLoading)
      implements DynamicToolSpec {}

  /** Tools that belong together. */
  @Variant(value = "namespace", members = "DynamicToolNamespaceSpec")
  record Namespace(String name, String description, List<DynamicToolNamespaceTool> tools)
      implements DynamicToolSpec {}
}
