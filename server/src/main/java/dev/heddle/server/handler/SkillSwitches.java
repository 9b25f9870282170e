package dev.heddle.server.handler;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.SkillsConfigWriteParams;
import dev.heddle.protocol.v2.SkillsConfigWriteResponse;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code skills/config/write}: switches a skill off by a table {@code [[skills.config]]} in the
 * user's configuration file, and on again by taking that table out. It counts from the next turn
 * on, also in threads that are loaded.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 *
 * <p><b>Errors:</b> those of {@link ConfigWrites}.
 */
public final class SkillSwitches {
  private final ConfigWrites config;

  public SkillSwitches(ConfigWrites config) {
    this.config = config;
  }

  public Reply<SkillsConfigWriteResponse> write(
      SkillsConfigWriteParams params, RequestContext context) {
    Path path = params.path() == null ? null : AbsolutePath.of(params.path());
    String name = params.name() == null ? "" : params.name().strip();
    if ((path == null) == name.isEmpty()) {
      throw RpcException.invalidParams("skills/config/write requires exactly one of path or name");
    }
    String selector = path == null ? "name" : "path";
    JsonPrimitive selected = new JsonPrimitive(path == null ? name : path.normalize().toString());
    config.change(
        List.of("skills", "config"),
        before -> tables(before, selector, selected, params.enabled()));
    return Reply.of(new SkillsConfigWriteResponse(params.enabled()));
  }

  /** What is there, but of those about this skill only one that switches it off, if any. */
  private static JsonElement tables(
      JsonElement before, String selector, JsonPrimitive selected, boolean enabled) {
    JsonObject off = new JsonObject();
    off.add(selector, selected);
    off.addProperty("enabled", false);
    JsonArray tables = new JsonArray();
    if (before instanceof JsonArray there) {
      for (JsonElement each : there) {
        boolean meant = each instanceof JsonObject table && selected.equals(table.get(selector));
        if (!meant || (!enabled && each.equals(off) && !tables.contains(off))) {
          tables.add(each);
        }
      }
    }
    if (!enabled && !tables.contains(off)) {
      tables.add(off);
    }
    return tables.isEmpty() ? JsonNull.INSTANCE : tables;
  }
}
