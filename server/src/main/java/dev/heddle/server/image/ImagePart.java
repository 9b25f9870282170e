package dev.heddle.server.image;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The content part of a Responses item that shows a model a picture.
 *
 * <p><b>Thread-safety:</b> no state.
 */
public final class ImagePart {
  /** Providers look at little of a picture unless they are told to look closely. */
  private static final String CLOSELY = "high";

  private ImagePart() {}

  /** A picture to be looked at closely; {@code url} is not checked, see {@link InlineImage}. */
  public static JsonObject ofUrl(String url) {
    return ofUrl(url, null);
  }

  /**
   * A picture at this URL, which is not checked.
   *
   * @param detail how closely it is looked at, in the provider's word; null for closely
   */
  public static JsonObject ofUrl(String url, @Nullable String detail) {
    return part("image_url", url, detail);
  }

  /**
   * A picture that the provider has.
   *
   * @param fileId its name there
   * @param detail as of {@link #ofUrl(String, String)}
   */
  public static JsonObject ofFile(String fileId, @Nullable String detail) {
    return part("file_id", fileId, detail);
  }

  private static JsonObject part(String member, String where, @Nullable String detail) {
    JsonObject part = new JsonObject();
    part.addProperty("type", "input_image");
    part.addProperty(member, where);
    part.addProperty("detail", detail == null ? CLOSELY : detail);
    return part;
  }
}
