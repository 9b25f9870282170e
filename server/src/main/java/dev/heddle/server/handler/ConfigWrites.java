package dev.heddle.server.handler;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ConfigBatchWriteParams;
import dev.heddle.protocol.v2.ConfigEdit;
import dev.heddle.protocol.v2.ConfigLayerMetadata;
import dev.heddle.protocol.v2.ConfigValueWriteParams;
import dev.heddle.protocol.v2.ConfigWriteResponse;
import dev.heddle.protocol.v2.MergeStrategy;
import dev.heddle.protocol.v2.OverriddenMetadata;
import dev.heddle.protocol.v2.WriteStatus;
import dev.heddle.server.config.ConfigChange;
import dev.heddle.server.config.ConfigException;
import dev.heddle.server.config.ConfigSource;
import dev.heddle.server.config.ServerConfigFile;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * {@code config/value/write} and {@code config/batchWrite}: changes to the user's configuration
 * file, of which everything else stays as it was written. Threads that are started, resumed or
 * forked later go by it; those that are loaded keep what they run with.
 *
 * <p><b>Thread-safety:</b> thread-safe; the requests come one at a time, because they have one
 * scope.
 *
 * <p><b>Errors:</b> {@code error.data.config_write_error_code} says which of the peer's kinds it
 * is.
 */
public final class ConfigWrites {
  private final ServerConfigFile file;

  public ConfigWrites(ServerConfigFile file) {
    this.file = file;
  }

  public Reply<ConfigWriteResponse> write(ConfigValueWriteParams params, RequestContext context) {
    ConfigEdit edit = new ConfigEdit(params.keyPath(), params.value(), params.mergeStrategy());
    return Reply.of(write(List.of(edit), params.filePath(), params.expectedVersion()));
  }

  public Reply<ConfigWriteResponse> writeAll(
      ConfigBatchWriteParams params, RequestContext context) {
    return Reply.of(write(params.edits(), params.filePath(), params.expectedVersion()));
  }

  /**
   * Replaces what the file has at a key, if nobody changes the file in between.
   *
   * @param change from what is there to what is to be there, each of them JSON's null for nothing
   */
  void change(List<String> path, UnaryOperator<JsonElement> change) {
    ConfigSource now = ofFile();
    JsonElement before = now.at(path);
    JsonElement after = change.apply(before == null ? JsonNull.INSTANCE : before.deepCopy());
    ConfigEdit edit = new ConfigEdit(String.join(".", path), after, MergeStrategy.REPLACE);
    write(List.of(edit), null, now.version());
  }

  private ConfigWriteResponse write(
      List<ConfigEdit> edits, @Nullable String filePath, @Nullable String expectedVersion) {
    checkIsUsers(filePath);
    ofFile(); // what cannot be read is not a fault of the change
    List<ConfigChange> changes = new ArrayList<>();
    try {
      for (ConfigEdit edit : edits) {
        changes.add(change(edit));
      }
      if (!file.write(changes, expectedVersion)) {
        throw refused(
            "configVersionConflict",
            ErrorKind.CONFLICT,
            "Configuration was modified since last read. Fetch latest version and retry.");
      }
      return answer(changes);
    } catch (ConfigException e) {
      throw refused(
          "configValidationError",
          ErrorKind.INVALID_PARAMS,
          (e.key() == null ? "" : "Invalid configuration: ") + e.message());
    } catch (IOException e) {
      throw RpcException.of(
          RpcException.INTERNAL,
          ErrorKind.FILE_FAILURE,
          "failed to write configuration: " + e.getMessage());
    }
  }

  private void checkIsUsers(@Nullable String filePath) {
    try {
      if (filePath == null
          || Path.of(filePath).normalize().equals(file.path().toAbsolutePath().normalize())) {
        return;
      }
    } catch (InvalidPathException e) {
      // Not the user's either.
    }
    throw refused(
        "configLayerReadonly",
        ErrorKind.INVALID_PARAMS,
        "Only writes to the user config are allowed");
  }

  private static ConfigChange change(ConfigEdit edit) throws ConfigException {
    JsonElement value = edit.value();
    return ConfigChange.of(
        edit.keyPath(),
        value instanceof JsonNull ? null : value,
        edit.mergeStrategy() == MergeStrategy.UPSERT);
  }

  private ConfigSource ofFile() {
    try {
      return ofFile(file.sources());
    } catch (ConfigException e) {
      throw RpcException.of(
          RpcException.INTERNAL,
          ErrorKind.CONFLICT,
          "failed to load configuration: " + e.message());
    }
  }

  private static ConfigSource ofFile(List<ConfigSource> sources) {
    return sources.stream()
        .filter(source -> source.kind() == ConfigSource.Kind.FILE)
        .findFirst()
        .orElseThrow();
  }

  private ConfigWriteResponse answer(List<ConfigChange> changes) throws ConfigException {
    List<ConfigSource> sources = file.sources();
    ConfigSource ofFile = ofFile(sources);
    OverriddenMetadata overridden = null;
    for (ConfigChange change : changes) {
      if (overridden == null) {
        overridden = overridden(change, ofFile, sources);
      }
    }
    return new ConfigWriteResponse(
        overridden == null ? WriteStatus.OK : WriteStatus.OK_OVERRIDDEN,
        ofFile.version(),
        file.path().toString(),
        overridden);
  }

  /** What keeps a change from having effect; null for nothing. */
  private @Nullable OverriddenMetadata overridden(
      ConfigChange change, ConfigSource ofFile, List<ConfigSource> sources) {
    JsonElement effective = file.effective(change.path());
    if (effective == null || Objects.equals(effective, ofFile.at(change.path()))) {
      return null;
    }
    for (ConfigSource source : sources) {
      if (source.kind() != ConfigSource.Kind.FILE && source.at(change.path()) != null) {
        String name =
            source.profile() == null ? "session flags" : "profile `" + source.profile() + "`";
        return new OverriddenMetadata(
            "Overridden by " + name,
            new ConfigLayerMetadata(ConfigQueries.nameOf(source), source.version()),
            effective);
      }
    }
    return null;
  }

  private static RpcException refused(String code, ErrorKind kind, String message) {
    JsonObject details = new JsonObject();
    details.addProperty("config_write_error_code", code);
    return RpcException.invalidRequest(kind, message).withDetails(details);
  }
}
