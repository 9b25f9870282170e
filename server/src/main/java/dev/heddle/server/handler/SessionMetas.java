package dev.heddle.server.handler;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.DynamicToolSpec;
import dev.heddle.server.connection.Handshake;
import dev.heddle.server.log.Log;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.thread.TurnSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the members of a thread's first record that come from its client and its settings.
 *
 * @param version of this server
 */
record SessionMetas(String version) {
  /** Ours: the client's additional instructions, which the peer keeps in the conversation. */
  static final String DEVELOPER_INSTRUCTIONS = "heddle_developer_instructions";

  private static final Log LOG = Log.of(SessionMetas.class);
  private static final String DYNAMIC_TOOLS = "dynamic_tools";

  /** Every client on standard input counts as an editor, as it does with the peer. */
  private static final String SOURCE = "vscode";

  /**
   * The record's members.
   *
   * @param client who started the thread
   * @param threadSource free text of the client, or null
   */
  JsonObject of(@Nullable Handshake client, TurnSettings settings, @Nullable String threadSource) {
    JsonObject meta = new JsonObject();
    meta.addProperty("cwd", settings.cwd());
    JsonArray roots = new JsonArray();
    settings.workspaceRoots().forEach(roots::add);
    meta.add("runtime_workspace_roots", roots);
    meta.addProperty("originator", client == null ? "heddle" : client.client().name());
    meta.addProperty("cli_version", version);
    meta.addProperty("source", SOURCE);
    if (threadSource != null) {
      meta.addProperty("thread_source", threadSource);
    }
    meta.addProperty("model_provider", settings.modelProvider());
    if (settings.baseInstructions() != null) {
      JsonObject base = new JsonObject();
      base.addProperty("text", settings.baseInstructions());
      meta.add("base_instructions", base);
    }
    if (settings.developerInstructions() != null) {
      meta.addProperty(DEVELOPER_INSTRUCTIONS, settings.developerInstructions());
    }
    if (!settings.dynamicTools().isEmpty()) {
      JsonArray tools = new JsonArray();
      settings.dynamicTools().forEach(tool -> tools.add(WireJson.toTree(tool)));
      meta.add(DYNAMIC_TOOLS, tools);
    }
    return meta;
  }

  /** The client's tools that a first record names; of a form this version does not know, none. */
  static List<DynamicToolSpec> dynamicTools(JsonObject meta) {
    List<DynamicToolSpec> tools = new ArrayList<>();
    for (JsonElement tool : Json.array(meta, DYNAMIC_TOOLS)) {
      try {
        tools.add(WireJson.decode(tool, DynamicToolSpec.class));
      } catch (DecodeException e) {
        LOG.warn("a tool that the thread was started with is not offered: " + e.getMessage());
      }
    }
    return tools;
  }
}
