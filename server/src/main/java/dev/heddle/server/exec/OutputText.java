package dev.heddle.server.exec;

import dev.heddle.server.process.BoundedOutput;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What people and models are told of a command's output. */
public final class OutputText {
  private static final int BYTES_PER_TOKEN = 4;

  private OutputText() {}

  /** All that was kept, with a word on what was not. */
  public static String of(BoundedOutput output) {
    String head = new String(output.head(), StandardCharsets.UTF_8);
    return output.droppedBytes() == 0
        ? head
        : head
            + "\n... "
            + output.droppedBytes()
            + " bytes omitted ...\n"
            + new String(output.tail(), StandardCharsets.UTF_8);
  }

  /**
   * The answer to a call.
   *
   * @param state what became of the process, in one line
   * @param text what it printed
   * @param maxTokens how much of that is wanted
   */
  static String answer(Duration waited, String state, String text, int maxTokens) {
    int tokens = tokens(text);
    String shown =
        tokens <= maxTokens
            ? text
            : "Warning: truncated output (original token count: "
                + tokens
                + ")\n"
                + shortened(text, maxTokens * BYTES_PER_TOKEN, tokens - maxTokens);
    return String.format(
        Locale.ROOT,
        "Chunk ID: %06x%nWall time: %.4f seconds%n%s%nOriginal token count: %d%nOutput:%n%s",
        ThreadLocalRandom.current().nextInt(1 << 24),
        waited.toNanos() / 1e9,
        state,
        tokens,
        shown);
  }

  /** What is printed for a message to a model. */
  static String forModel(String text) {
    int tokens = tokens(text);
    return tokens <= ExecArguments.DEFAULT_TOKENS
        ? text
        : shortened(
            text,
            ExecArguments.DEFAULT_TOKENS * BYTES_PER_TOKEN,
            tokens - ExecArguments.DEFAULT_TOKENS);
  }

  private static int tokens(String text) {
    return (text.getBytes(StandardCharsets.UTF_8).length + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
  }

  /** The state of one that has ended, or goes on. */
  static String state(@Nullable Integer exitCode, String sessionId) {
    return exitCode == null
        ? "Process running with session ID " + sessionId
        : "Process exited with code " + exitCode;
  }

  private static String shortened(String text, int maxBytes, int tokensLess) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int headEnd = maxBytes / 2;
    int tailStart = bytes.length - maxBytes / 2;
    while (isInsideCharacter(bytes, headEnd)) {
      headEnd--;
    }
    while (isInsideCharacter(bytes, tailStart)) {
      tailStart++;
    }
    return new String(bytes, 0, headEnd, StandardCharsets.UTF_8)
        + "\u2026"
        + tokensLess
        + " tokens truncated\u2026"
        + new String(bytes, tailStart, bytes.length - tailStart, StandardCharsets.UTF_8);
  }

  private static boolean isInsideCharacter(byte[] utf8, int at) {
    return at < utf8.length && (utf8[at] & 0xC0) == 0x80;
  }
}
