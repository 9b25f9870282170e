package dev.heddle.server.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the command line of the chat says. Immutable.
 *
 * @param thread the conversation to go on with; null for a new one
 * @param server what is given to the server: its own options
 */
public record ChatOptions(@Nullable String thread, List<String> server) {
  /** What the options mean, for the help. */
  public static final String HELP =
      """
      --resume THREAD        go on with a conversation
      --home DIR, -c KEY=VALUE   as for app-server
      Environment: OPENAI_BASE_URL (any compatible endpoint), OPENAI_API_KEY, HEDDLE_MODEL, and
      HEDDLE_WIRE_API (chat, the default, or responses) take the place of the configured provider.
      """;

  /**
   * Understands {@code arguments}.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static ChatOptions parse(List<String> arguments, Map<String, String> environment) {
    String thread = null;
    List<String> server = new ArrayList<>(ofEnvironment(environment));
    for (int i = 0; i < arguments.size(); i++) {
      String option = arguments.get(i);
      boolean known = List.of("--resume", "--home", "-c").contains(option);
      if (!known) {
        throw new IllegalArgumentException("chat has no option '" + option + "'");
      }
      if (++i == arguments.size()) {
        throw new IllegalArgumentException(option + " needs a value");
      }
      if (option.equals("--resume")) {
        thread = arguments.get(i);
      } else {
        server.add(option);
        server.add(arguments.get(i));
      }
    }
    return new ChatOptions(thread, List.copyOf(server));
  }

  private static List<String> ofEnvironment(Map<String, String> environment) {
    List<String> options = new ArrayList<>();
    String baseUrl = value(environment, "OPENAI_BASE_URL");
    if (!baseUrl.isEmpty()) {
      String wireApi = value(environment, "HEDDLE_WIRE_API");
      set(options, "model_provider", "environment");
      set(options, "model_providers.environment.base_url", baseUrl);
      set(options, "model_providers.environment.wire_api", wireApi.isEmpty() ? "chat" : wireApi);
      if (!value(environment, "OPENAI_API_KEY").isEmpty()) {
        set(options, "model_providers.environment.env_key", "OPENAI_API_KEY");
      }
    }
    String model = value(environment, "HEDDLE_MODEL");
    if (!model.isEmpty()) {
      set(options, "model", model);
    }
    return options;
  }

  /** The variable's value; empty when it is not set. */
  private static String value(Map<String, String> environment, String name) {
    return environment.getOrDefault(name, "").strip();
  }

  private static void set(List<String> options, String key, String value) {
    options.add("-c");
    options.add(key + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
  }
}
