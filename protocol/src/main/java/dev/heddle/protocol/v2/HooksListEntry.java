package dev.heddle.protocol.v2;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * The hooks that apply in one directory.
 *
 * @param cwd absolute working directory
 * @param hooks one JSON object per hook
 */
public record HooksListEntry(
    String cwd,
    List<@HookMetadata JsonObject> hooks,
    List<String> warnings,
    List<HookErrorInfo> errors) {}
