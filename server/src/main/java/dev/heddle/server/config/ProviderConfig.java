package dev.heddle.server.config;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One model provider: a table below {@code model_providers}. Its text form leaves out everything
 * that may be a secret.
 *
 * @param id the table's name
 * @param name for people
 * @param wireApi what it speaks
 * @param baseUrl the endpoint up to and including its version, such as {@code
 *     https://api.openai.com/v1}; null only with {@link WireApi#SCRIPT}
 * @param envKey the environment variable that holds the API key, or null when none is needed
 * @param envKeyInstructions how to get the key, for the message when the variable is not set, or
 *     null
 * @param bearerToken the API key itself, or null
 * @param queryParams added to each request's URL
 * @param httpHeaders added to each request
 * @param envHttpHeaders header name to the environment variable that holds its value; left out when
 *     the variable is unset or empty
 * @param requestMaxRetries how often a request that got no answer is sent again
 * @param streamMaxRetries how often an answer that broke off is asked for again
 * @param streamIdleTimeout how long an answer may be silent
 */
public record ProviderConfig(
    String id,
    String name,
    WireApi wireApi,
    @Nullable String baseUrl,
    @Nullable String envKey,
    @Nullable String envKeyInstructions,
    @Nullable String bearerToken,
    Map<String, String> queryParams,
    Map<String, String> httpHeaders,
    Map<String, String> envHttpHeaders,
    int requestMaxRetries,
    int streamMaxRetries,
    Duration streamIdleTimeout) {

  /** The id of the built-in offline provider. */
  public static final String SCRIPT_ID = "script";

  /** The id of the built-in provider that talks to OpenAI. */
  public static final String OPENAI_ID = "openai";

  static final int DEFAULT_REQUEST_MAX_RETRIES = 4;
  static final int DEFAULT_STREAM_MAX_RETRIES = 5;
  static final int MAX_RETRIES = 100;
  static final Duration DEFAULT_STREAM_IDLE_TIMEOUT = Duration.ofMinutes(5);

  /** By hand: the one that records come with would be linked by the first thread. */
  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "ProviderConfig[" + id + ", " + wireApi.word() + ", " + name + "]";
  }
}
