package dev.heddle.server.model.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.model.ModelException.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the failures that providers report mean, by status and by code. */
public final class ProviderErrors {
  /** How much of a provider's text a message repeats. */
  static final int MAX_MESSAGE_CHARS = 4096;

  /** How the Responses API refuses a picture, in the one way that has no code of its own. */
  private static final String INVALID_IMAGE =
      "The image data you provided does not represent a valid image";

  private static final Pattern TRY_AGAIN_IN =
      Pattern.compile("(?i)try again in\\s+(\\d+(?:\\.\\d+)?)\\s*(ms|s|seconds?|m|minutes?)\\b");

  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(402, "Payment Required"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(409, "Conflict"),
          Map.entry(413, "Payload Too Large"),
          Map.entry(422, "Unprocessable Entity"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(504, "Gateway Timeout"),
          Map.entry(529, "Overloaded"));

  private ProviderErrors() {}

  /**
   * A failure reported inside the stream.
   *
   * @param error the provider's error object: {@code code} or {@code type}, and {@code message}
   */
  public static ModelException inStream(@Nullable JsonObject error) {
    String code = code(error);
    String message = limit(string(error, "message"));
    ModelException known = known(code, message, null, null);
    if (known != null) {
      return known;
    }
    return switch (code) {
      case "rate_limit_exceeded" ->
          new ModelException(
              Kind.RATE_LIMITED,
              "rate limit exceeded: " + message,
              null,
              true,
              tryAgainIn(message),
              null);
      case "invalid_prompt", "invalid_request_error" ->
          new ModelException(
              Kind.BAD_REQUEST, or(message, "The request is invalid."), null, false, null, null);
      default -> ModelException.streamFailed(or(message, or(code, "the response failed")), null);
    };
  }

  /** An answer that the provider itself calls incomplete. */
  public static ModelException incomplete(@Nullable String reason) {
    return new ModelException(
        Kind.OTHER,
        "Incomplete response returned, reason: " + (reason == null ? "unknown" : reason),
        null,
        false,
        null,
        null);
  }

  /**
   * A failure reported by status.
   *
   * @param url without anything secret
   * @param retryAfter from the header, or null
   */
  static ModelException ofStatus(
      int status, String body, String url, @Nullable Duration retryAfter) {
    JsonObject error = errorIn(body);
    String code = code(error);
    String detail = error == null ? "" : string(error, "message");
    if (detail.isEmpty()) {
      detail = body.strip();
    }
    detail = limit(detail);
    ModelException known = known(code, detail, status, retryAfter);
    if (known != null) {
      return known;
    }
    String reason = REASONS.getOrDefault(status, "");
    String statusLine = reason.isEmpty() ? Integer.toString(status) : status + " " + reason;
    if (status == 400 && body.contains(INVALID_IMAGE)) {
      return new ModelException(
          Kind.INVALID_IMAGE,
          "Invalid image in your last message. Please remove it and try again.",
          status,
          false,
          null,
          null);
    }
    if (status == 400) {
      return new ModelException(
          Kind.BAD_REQUEST,
          body.isBlank() ? "unexpected status " + statusLine + ", url: " + url : limit(body),
          status,
          false,
          null,
          null);
    }
    if (status == 429) {
      return new ModelException(
          Kind.RATE_LIMITED,
          "exceeded retry limit, last status: " + statusLine,
          status,
          true,
          retryAfter == null ? tryAgainIn(detail) : retryAfter,
          null);
    }
    Kind kind =
        switch (status) {
          case 401 -> Kind.UNAUTHORIZED;
          case 500 -> Kind.SERVER_ERROR;
          default -> Kind.UNEXPECTED_STATUS; // a gateway's, more often than the provider's
        };
    return new ModelException(
        kind,
        "unexpected status "
            + statusLine
            + (detail.isEmpty() ? "" : ": " + detail)
            + ", url: "
            + url,
        status,
        status >= 500 || status == 408,
        retryAfter,
        null);
  }

  /** The codes that mean the same in a stream and beside a status. */
  private static @Nullable ModelException known(
      String code, String message, @Nullable Integer status, @Nullable Duration retryAfter) {
    return switch (code) {
      case "context_length_exceeded" ->
          new ModelException(
              Kind.CONTEXT_WINDOW_EXCEEDED,
              "Codex ran out of room in the model's context window. Start a new thread or clear"
                  + " earlier history before retrying.",
              status,
              false,
              null,
              null);
      case "insufficient_quota" ->
          new ModelException(
              Kind.USAGE_LIMIT_EXCEEDED,
              "Quota exceeded. Check your plan and billing details.",
              status,
              false,
              null,
              null);
      case "usage_limit_reached", "usage_not_included" ->
          new ModelException(
              Kind.USAGE_LIMIT_EXCEEDED,
              or(message, "The usage limit is reached."),
              status,
              false,
              retryAfter,
              null);
      case "server_is_overloaded", "slow_down" ->
          new ModelException(
              Kind.SERVER_OVERLOADED,
              or(message, "The model is overloaded."),
              status,
              true,
              retryAfter,
              null);
      case "cyber_policy" ->
          new ModelException(
              Kind.POLICY_VIOLATION,
              or(message, "The provider refuses this request."),
              status,
              false,
              null,
              null);
      default -> null;
    };
  }

  /** The {@code error} object of a body, or the body itself when it looks like one. */
  private static @Nullable JsonObject errorIn(String body) {
    try {
      if (JsonParser.parseString(body) instanceof JsonObject object) {
        return object.get("error") instanceof JsonObject error
            ? error
            : object.has("message") ? object : null;
      }
    } catch (JsonParseException e) {
      // A page of some gateway: its text is the message.
    }
    return null;
  }

  private static String code(@Nullable JsonObject error) {
    String code = string(error, "code");
    return code.isEmpty() ? string(error, "type") : code;
  }

  private static String string(@Nullable JsonObject object, String key) {
    JsonElement value = object == null ? null : object.get(key);
    return value instanceof JsonPrimitive primitive ? primitive.getAsString() : "";
  }

  /** The wait that a message asks for in words, or null. */
  static @Nullable Duration tryAgainIn(String message) {
    Matcher matcher = TRY_AGAIN_IN.matcher(message);
    if (!matcher.find()) {
      return null;
    }
    double number = Double.parseDouble(matcher.group(1));
    String unit = matcher.group(2).toLowerCase(Locale.ROOT);
    double factor = unit.equals("ms") ? 1 : unit.startsWith("m") ? 60_000 : 1_000;
    return Duration.ofMillis(Math.round(Math.min(number * factor, Integer.MAX_VALUE)));
  }

  private static String or(String text, String absent) {
    return text.isEmpty() ? absent : text;
  }

  private static String limit(String text) {
    return text.length() <= MAX_MESSAGE_CHARS ? text : text.substring(0, MAX_MESSAGE_CHARS) + "…";
  }
}
