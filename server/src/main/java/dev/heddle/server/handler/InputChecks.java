package dev.heddle.server.handler;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.UserInput;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What input of a user must obey beyond its types. */
final class InputChecks {
  /** Characters (Unicode code points) of text in one request. */
  private static final int MAX_TEXT_CHARS = 1 << 20;

  private InputChecks() {}

  static void check(List<UserInput> input) {
    long chars = 0;
    for (UserInput part : input) {
      if (part instanceof UserInput.Text text) {
        chars += text.text().codePointCount(0, text.text().length());
      } else if (part instanceof UserInput.Image image) {
        requireReference(image.url(), image.fileId(), "ImageReference");
        refuseRemote(image.url());
      } else if (part instanceof UserInput.Audio audio) {
        requireReference(audio.url(), audio.fileId(), "AudioReference");
      }
    }
    if (chars > MAX_TEXT_CHARS) {
      JsonObject data = new JsonObject();
      data.addProperty("input_error_code", "input_too_large");
      data.addProperty("max_chars", MAX_TEXT_CHARS);
      data.addProperty("actual_chars", chars);
      throw RpcException.invalidParams(
              "Input exceeds the maximum length of " + MAX_TEXT_CHARS + " characters.")
          .withDetails(data);
    }
  }

  /** Refuses what is nowhere, as some misspell the member; stored input may have it. */
  private static void requireReference(
      @Nullable String url, @Nullable String fileId, String reference) {
    if (url == null && fileId == null) {
      throw RpcException.invalidRequest(
          ErrorKind.INVALID_PARAMS,
          "Invalid request: data did not match any variant of untagged enum " + reference);
    }
  }

  /** The server fetches nothing from the network for a client. */
  static void refuseRemote(@Nullable String url) {
    String lower = url == null ? "" : url.toLowerCase(Locale.ROOT);
    if (lower.startsWith("http://") || lower.startsWith("https://")) {
      throw RpcException.invalidRequest(
          "remote image URLs are not supported; use an inline data URL instead");
    }
  }
}
