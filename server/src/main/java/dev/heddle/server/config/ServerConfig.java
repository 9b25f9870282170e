package dev.heddle.server.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The merged configuration, of the server or of one thread.
 *
 * <p><b>Thread-safety:</b> immutable; the JSON values in it are shared and must not be changed.
 *
 * @param model the model's name
 * @param modelProvider id of its provider, one of {@code modelProviders}
 * @param modelProviders every provider by id, built-in ones included
 * @param reasoningEffort or null for the model's default
 * @param reasoningSummary {@code auto}, {@code concise}, {@code detailed}, {@code none}, or null
 * @param contextWindow the model's context window in tokens, or null when not configured
 * @param autoCompactTokenLimit compact the conversation above this many tokens, or null
 * @param projectDocNames names of instruction files beside the usual ones
 * @param projectDocMaxBytes of a project's instruction files together; 0 for none at all
 * @param approvalPolicy when the user is asked
 * @param sandboxMode what commands may touch
 * @param workspaceWrite what {@code workspace-write} allows
 * @param environmentPolicy which environment variables commands get
 * @param instructions replacement of the system instructions, or null
 * @param developerInstructions instructions added to the conversation, or null
 * @param profile the profile that was applied, or null
 * @param heddle what belongs to the server
 * @param raw everything that was configured, merged, as read: unknown keys too, defaults not
 */
public record ServerConfig(
    String model,
    String modelProvider,
    Map<String, ProviderConfig> modelProviders,
    @Nullable String reasoningEffort,
    @Nullable String reasoningSummary,
    @Nullable Long contextWindow,
    @Nullable Long autoCompactTokenLimit,
    List<String> projectDocNames,
    int projectDocMaxBytes,
    ApprovalPolicy approvalPolicy,
    SandboxMode sandboxMode,
    WorkspaceWrite workspaceWrite,
    EnvironmentPolicy environmentPolicy,
    @Nullable String instructions,
    @Nullable String developerInstructions,
    @Nullable String profile,
    HeddleConfig heddle,
    JsonObject raw) {

  /** The model's name when nothing is configured: the offline provider answers. */
  public static final String OFFLINE_MODEL = "offline";

  /** The configuration of a server that has none. */
  public static ServerConfig defaults() {
    try {
      return ConfigReader.ofServer(new JsonObject());
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The provider that {@link #modelProvider} names. */
  public ProviderConfig provider() {
    ProviderConfig provider = modelProviders.get(modelProvider);
    if (provider == null) {
      throw new IllegalStateException("checked when the configuration was read");
    }
    return provider;
  }

  /** The model that reviews, or null for the one of the thread. */
  public @Nullable String reviewModel() {
    return raw.get("review_model") instanceof JsonPrimitive name && name.isString()
        ? name.getAsString()
        : null;
  }

  /**
   * The provider with this id.
   *
   * @throws ConfigException when there is none
   */
  public ProviderConfig provider(String id) throws ConfigException {
    ProviderConfig provider = modelProviders.get(id);
    if (provider == null) {
      throw new UnknownProviderException(id);
    }
    return provider;
  }

  /**
   * This configuration with what a client set for one thread. The server's own table, {@code
   * heddle}, stays as it is: a thread cannot move itself to another store. What the overrides do
   * not name keeps its value, defaults included.
   *
   * @param overrides by dotted key, such as {@code sandbox_workspace_write.network_access}
   * @throws ConfigException when a value does not fit its key
   */
  public ServerConfig with(Map<String, JsonElement> overrides) throws ConfigException {
    return overrides.isEmpty() ? this : ConfigReader.ofThread(this, overrides);
  }
}
