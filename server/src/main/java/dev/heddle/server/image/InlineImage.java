package dev.heddle.server.image;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Pictures that come as their data. A provider refuses a conversation with one that it cannot
 * decode, and each turn after it; so what is no picture of a form they all know must not get there.
 *
 * <p>Only the beginning of a picture is looked at.
 *
 * <p><b>Thread-safety:</b> no state.
 */
public final class InlineImage {
  private static final String SCHEME = "data:";
  private static final String ENCODED = ";base64";

  /** From its first byte to the end of a PNG's header. */
  private static final int PNG_HEADER = 33;

  /** As many first bytes of a picture as tell that it is one. */
  public static final int HEADER = PNG_HEADER;

  private static final int GIF_HEADER = 13;
  private static final int WEBP_HEADER = 20;

  /** Forms that models take. */
  private record Form(String type, int atLeast, List<Mark> marks) {
    boolean fits(byte[] data) {
      return data.length >= atLeast && marks.stream().allMatch(mark -> mark.isIn(data));
    }
  }

  /** Bytes that a form has at a place. */
  private record Mark(int at, byte[] bytes) {
    static Mark of(int at, String latin1) {
      return new Mark(at, latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    boolean isIn(byte[] data) {
      for (int i = 0; i < bytes.length; i++) {
        if (data[at + i] != bytes[i]) {
          return false;
        }
      }
      return true;
    }
  }

  private static final List<Form> FORMS =
      List.of(
          new Form(
              "image/png",
              PNG_HEADER,
              List.of(Mark.of(0, "\u0089PNG\r\n\u001a\n"), Mark.of(12, "IHDR"))),
          new Form("image/jpeg", 4, List.of(Mark.of(0, "\u00ff\u00d8\u00ff"))),
          new Form("image/gif", GIF_HEADER, List.of(Mark.of(0, "GIF87a"))),
          new Form("image/gif", GIF_HEADER, List.of(Mark.of(0, "GIF89a"))),
          new Form("image/webp", WEBP_HEADER, List.of(Mark.of(0, "RIFF"), Mark.of(8, "WEBPVP8"))));

  private InlineImage() {}

  /** Whether a picture's URL has its data in it. */
  public static boolean is(String url) {
    return url.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  /**
   * The data URL of the same picture, with the media type that its data has.
   *
   * @param url of data
   * @return null for what is no picture
   */
  public static @Nullable String sound(String url) {
    int comma = url.indexOf(',');
    if (comma < 0 || !url.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(ENCODED)) {
      return null;
    }
    String base64 = url.substring(comma + 1);
    try {
      String type = typeOf(Base64.getDecoder().decode(base64));
      if (type == null) {
        return null;
      }
      return url.startsWith(url(type, "")) ? url : url(type, base64);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether this is a picture, or the first {@link #HEADER} bytes of one. */
  public static boolean isPicture(byte[] data) {
    return typeOf(data) != null;
  }

  /** A picture's data URL; null for what is no picture. */
  static @Nullable String of(byte[] data) {
    String type = typeOf(data);
    return type == null ? null : url(type, Base64.getEncoder().encodeToString(data));
  }

  private static @Nullable String typeOf(byte[] data) {
    for (Form form : FORMS) {
      if (form.fits(data)) {
        return form.type();
      }
    }
    return null;
  }

  private static String url(String type, String base64) {
    return SCHEME + type + ENCODED + "," + base64;
  }
}
