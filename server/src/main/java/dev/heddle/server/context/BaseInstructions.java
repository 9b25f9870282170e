package dev.heddle.server.context;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The instructions that a model gets from Heddle itself, when a client does not replace them. */
public final class BaseInstructions {
  private static final String FILE = "base-instructions.md";

  private BaseInstructions() {}

  /** The text. */
  public static String text() {
    return Text.VALUE;
  }

  /** Read when it is first needed, which is behind the start. */
  private static final class Text {
    private static final String VALUE = read();

    private static String read() {
      try (InputStream in = BaseInstructions.class.getResourceAsStream(FILE)) {
        if (in == null) {
          throw new IllegalStateException(FILE + " is missing from the program");
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
