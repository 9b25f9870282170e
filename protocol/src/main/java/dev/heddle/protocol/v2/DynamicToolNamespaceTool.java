package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;

/** A tool within a namespace. */
@TaggedUnion
public sealed interface DynamicToolNamespaceTool {
  /**
   * A tool called with JSON arguments.
   *
   * @param inputSchema JSON Schema of the arguments
   * @param deferLoading whether the model finds it by search only
   */
  @Variant(value = "function", members = "DynamicToolFunctionSpec")
  record Function(
      String name, String description, JsonElement inputSchema, @Defaulted boolean deferLoading)
      implements DynamicToolNamespaceTool {}
}
