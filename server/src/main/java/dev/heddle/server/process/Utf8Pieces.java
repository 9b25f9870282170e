package dev.heddle.server.process;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text from bytes that come in pieces: a character whose bytes are in two of them stays whole. What
 * is no UTF-8 becomes U+FFFD.
 *
 * <p><b>Thread-safety:</b> none.
 */
public final class Utf8Pieces {
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private byte[] begun = new byte[0];

  /** The text that is complete with these bytes. */
  public String next(byte[] bytes) {
    ByteBuffer in = ByteBuffer.allocate(begun.length + bytes.length).put(begun).put(bytes).flip();
    CharBuffer out = CharBuffer.allocate(in.remaining());
    decoder.decode(in, out, false);
    begun = new byte[in.remaining()];
    in.get(begun);
    return out.flip().toString();
  }

  /** What is left when no more bytes come. */
  public String end() {
    String rest = new String(begun, StandardCharsets.UTF_8);
    begun = new byte[0];
    return rest;
  }
}
