package dev.heddle.server.conform.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The {@code config.toml} of a session: a mock model without retries, and what the session sets.
 */
public final class ConfigFile {
  private final Map<String, String> top = new LinkedHashMap<>();
  private final Map<String, String> provider = new LinkedHashMap<>();

  public ConfigFile() {
    set("model = \"mock-model\"");
    set("model_provider = \"mock\"");
    set("approval_policy = \"never\"");
    set("sandbox_mode = \"danger-full-access\"");
    setForProvider("name = \"Mock\"");
    setForProvider("wire_api = \"responses\"");
    setForProvider("request_max_retries = 0");
    setForProvider("stream_max_retries = 0");
  }

  /** Takes a line for the top of the file; a later line replaces an earlier one of the same key. */
  public void set(String line) {
    put(top, line);
  }

  /** Takes a line for the table of the model provider. */
  public void setForProvider(String line) {
    put(provider, line);
  }

  /** Writes the file into a home, for a model at the given address. */
  public void write(Path home, String modelUrl) throws IOException {
    StringBuilder toml = new StringBuilder();
    top.values().forEach(line -> toml.append(line).append('\n'));
    toml.append("[model_providers.mock]\n");
    toml.append("base_url = \"").append(modelUrl).append("\"\n");
    provider.values().forEach(line -> toml.append(line).append('\n'));
    Files.writeString(home.resolve("config.toml"), toml);
  }

  private static void put(Map<String, String> lines, String line) {
    lines.put(line.split("=", 2)[0].strip(), line);
  }
}
