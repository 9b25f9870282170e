package dev.heddle.server.handler;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ThreadInjectItemsParams;
import dev.heddle.protocol.v2.ThreadInjectItemsResponse;
import dev.heddle.server.dispatch.Handler;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.turn.TurnEngine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code thread/inject_items}: adds items to the model's conversation without a turn. */
public final class InjectItems
    implements Handler<ThreadInjectItemsParams, ThreadInjectItemsResponse> {
  /** Members that the model needs of an item, by its type; other types pass as they are. */
  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          "message", List.of("role", "content"),
          "reasoning", List.of("summary"),
          "function_call", List.of("name", "arguments", "call_id"),
          "function_call_output", List.of("call_id", "output"),
          "custom_tool_call", List.of("call_id", "name", "input"),
          "custom_tool_call_output", List.of("call_id", "output"));

  private final ThreadAccess threads;
  private final TurnEngine engine;
  private final Clock clock;

  InjectItems(ThreadAccess threads, TurnEngine engine, Clock clock) {
    this.threads = threads;
    this.engine = engine;
    this.clock = clock;
  }

  @Override
  public Reply<ThreadInjectItemsResponse> handle(
      ThreadInjectItemsParams params, RequestContext context) {
    LiveThread live = threads.loaded(params.threadId());
    if (params.items().isEmpty()) {
      throw RpcException.invalidRequest("items must not be empty");
    }
    List<RolloutRecord> records = new ArrayList<>();
    for (int i = 0; i < params.items().size(); i++) {
      records.add(Records.responseItem(clock.instant(), checked(params.items().get(i), i)));
    }
    RecordedChanges.make(
        live,
        () -> {
          if (live.activeTurn() == null) {
            engine.closeInterrupted(live);
          }
          live.record(records);
        });
    return Reply.of(new ThreadInjectItemsResponse());
  }

  private static JsonObject checked(JsonElement given, int index) {
    if (!(given instanceof JsonObject item)) {
      throw invalid(index, "expected an object");
    }
    String type = Json.string(item, "type");
    if (type == null) {
      throw invalid(index, "missing field `type`");
    }
    for (String member : REQUIRED.getOrDefault(type, List.of())) {
      if (!item.has(member)) {
        throw invalid(index, "missing field `" + member + "`");
      }
    }
    if (item.get("content") instanceof JsonArray parts) {
      for (JsonElement part : parts) {
        if (part instanceof JsonObject object) {
          InputChecks.refuseRemote(Json.string(object, "image_url"));
        }
      }
    }
    return item;
  }

  private static RpcException invalid(int index, String problem) {
    return RpcException.invalidRequest(
        "items[" + index + "] is not a valid response item: " + problem);
  }
}
