package dev.heddle.server.model.http;

import dev.heddle.server.config.ProviderConfig;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.model.ModelException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * The headers that a provider's configuration and the environment add to a request, and which
 * values are secret. Immutable. Read anew for each request.
 */
final class Credentials {
  private final Map<String, String> headers;
  private final Secrets secrets;

  private Credentials(Map<String, String> headers, Secrets secrets) {
    this.headers = headers;
    this.secrets = secrets;
  }

  static Credentials of(ProviderConfig config, Map<String, String> environment)
      throws ModelException {
    List<String> secrets = new ArrayList<>(config.queryParams().values());
    Map<String, String> headers = new LinkedHashMap<>(config.httpHeaders());
    config
        .envHttpHeaders()
        .forEach((name, variable) -> {
          String value = environment.get(variable);
          if (value != null && !value.isBlank()) {
            headers.put(name, value.strip());
          }
        });
    secrets.addAll(headers.values());
    String key = key(config, environment);
    if (key != null) {
      secrets.add(key);
      headers.put("Authorization", "Bearer " + key);
    }
    return new Credentials(headers, new Secrets(secrets));
  }

  private static @Nullable String key(ProviderConfig config, Map<String, String> environment)
      throws ModelException {
    String variable = config.envKey();
    if (variable == null) {
      return config.bearerToken();
    }
    String key = environment.get(variable);
    if (key != null && !key.isBlank()) {
      return key.strip();
    }
    if (config.bearerToken() != null) {
      return config.bearerToken();
    }
    String how = config.envKeyInstructions();
    throw new ModelException(
        Kind.NO_KEY,
        "The environment variable `"
            + variable
            + "` with the key of "
            + config.name()
            + " is not set."
            + (how == null ? "" : " " + how),
        null,
        false,
        null,
        null);
  }

  Request.Builder addTo(Request.Builder request) throws ModelException {
    for (Map.Entry<String, String> header : headers.entrySet()) {
      try {
        request.header(header.getKey(), header.getValue());
      } catch (IllegalArgumentException e) {
        // Its message would show the value.
        throw new ModelException(
            Kind.BAD_REQUEST,
            "The header `" + header.getKey() + "` has characters that HTTP does not allow.",
            null,
            false,
            null,
            null);
      }
    }
    return request;
  }

  Secrets secrets() {
    return secrets;
  }
}
