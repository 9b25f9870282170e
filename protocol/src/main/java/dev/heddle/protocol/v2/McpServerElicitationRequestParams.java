package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import dev.heddle.protocol.rpc.Experimental;
import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;
import org.jspecify.annotations.Nullable;

/** Params of {@code mcpServer/elicitation/request}: an MCP server asks the user for data. */
@TaggedUnion("mode")
public sealed interface McpServerElicitationRequestParams {
  /**
   * Confirm the user's identity.
   *
   * @param turnId null outside a turn
   * @param meta extension data passed through unread, or null
   */
  @Variant("openai/userVerification")
  @Experimental
  record UserVerification(
      String threadId,
      @Nullable String turnId,
      String serverName,
      @SerializedName("_meta") @Nullable JsonElement meta,
      String title,
      String description,
      String challenge)
      implements McpServerElicitationRequestParams {}

  /**
   * Fill a form.
   *
   * @param turnId null outside a turn
   * @param meta extension data passed through unread, or null
   * @param requestedSchema MCP's flat JSON Schema
   */
  @Variant("form")
  record Form(
      String threadId,
      @Nullable String turnId,
      String serverName,
      @SerializedName("_meta") @Nullable JsonElement meta,
      String message,
      @McpElicitationSchema JsonObject requestedSchema)
      implements McpServerElicitationRequestParams {}

  /**
   * Fill a form of the extension, older name.
   *
   * @param turnId null outside a turn
   * @param meta extension data passed through unread, or null
   * @param requestedSchema JSON Schema
   */
  @Variant("openai/form")
  record FormExtension(
      String threadId,
      @Nullable String turnId,
      String serverName,
      @SerializedName("_meta") @Nullable JsonElement meta,
      String message,
      JsonElement requestedSchema)
      implements McpServerElicitationRequestParams {}

  /**
   * Fill a form of the extension.
   *
   * @param turnId null outside a turn
   * @param meta extension data passed through unread, or null
   * @param requestedSchema JSON Schema
   */
  @Variant("openaiForm")
  record OpenaiForm(
      String threadId,
      @Nullable String turnId,
      String serverName,
      @SerializedName("_meta") @Nullable JsonElement meta,
      String message,
      JsonElement requestedSchema)
      implements McpServerElicitationRequestParams {}

  /**
   * Open a page.
   *
   * @param turnId null outside a turn
   * @param meta extension data passed through unread, or null
   */
  @Variant("url")
  record Url(
      String threadId,
      @Nullable String turnId,
      String serverName,
      @SerializedName("_meta") @Nullable JsonElement meta,
      String message,
      String url,
      String elicitationId)
      implements McpServerElicitationRequestParams {}
}
