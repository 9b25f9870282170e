package dev.heddle.server.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.internal.LazilyParsedNumber;
import dev.heddle.server.rollout.DecodedLine;
import dev.heddle.server.rollout.FoldMembers;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.RolloutRecord;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The records of a rollout file as the folds need them: the same lines that {@link RolloutReader}
 * makes records of, with only the members in {@link FoldMembers}. Many times faster, and in bounded
 * memory however long a line is: what nobody looks at is stepped over byte by byte.
 *
 * <p>Accepts plain JSON by itself. A line with anything unusual in it goes through {@link
 * RolloutCodec}, so that there is one judge of what is a record.
 *
 * <p><b>Thread-safety:</b> for one thread.
 */
final class FoldReader implements Closeable {
  private static final int BUFFER_BYTES = 1 << 18;
  private static final int MAX_DEPTH = 100;
  private static final int MAX_DIGITS = 18;

  /** End of the file, as a byte that does not occur. */
  private static final int END = -1;

  /** Not what this reader understands by itself: a line for the codec. */
  private static final class OddLine extends Exception {
    private static final long serialVersionUID = 1L;

    OddLine() {
      super(null, null, false, false);
    }
  }

  /** The line ended within the record: it is none, whoever judges. */
  private static final class TornLine extends Exception {
    private static final long serialVersionUID = 1L;

    TornLine() {
      super(null, null, false, false);
    }
  }

  private static final OddLine ODD = new OddLine();
  private static final TornLine TORN = new TornLine();

  private final FileChannel channel;
  private final Function<String, FoldMembers> members;
  private final long to;
  private final byte[] buffer;
  private final ByteBuffer view;

  /** The unread bytes of the buffer, and where its first byte is in the file. */
  private int at;

  private int end;
  private long bufferOffset;

  private long lineOffset;
  private long lineEnd;
  private long skipped;
  private boolean terminated = true;
  private long lastSecond = Long.MIN_VALUE;
  private final byte[] lastSecondText = new byte[19];

  private FoldReader(
      FileChannel channel,
      long from,
      long to,
      int bufferBytes,
      Function<String, FoldMembers> members) {
    this.channel = channel;
    this.members = members;
    this.to = to;
    this.buffer = new byte[bufferBytes];
    this.view = ByteBuffer.wrap(buffer);
    this.bufferOffset = from;
    this.lineOffset = from;
    this.lineEnd = from;
  }

  /**
   * Opens the bytes from {@code from} to {@code to} of a file that is not compressed.
   *
   * @param from the beginning of a line
   * @param to exclusive; past the end means the end
   */
  static FoldReader open(Path path, long from, long to) throws IOException {
    return open(path, from, to, BUFFER_BYTES);
  }

  /**
   * The same for another reader than the folds.
   *
   * @param members by type of record, what is looked at in its payload
   */
  static FoldReader open(Path path, long from, long to, Function<String, FoldMembers> members)
      throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    return new FoldReader(channel, from, to, BUFFER_BYTES, members);
  }

  /** For tests: the same with another buffer, so that every boundary can be tried. */
  static FoldReader open(Path path, long from, long to, int bufferBytes) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    return new FoldReader(channel, from, to, bufferBytes, FoldMembers::ofRecord);
  }

  /** The next record, or null at the end. */
  @Nullable RolloutRecord next() throws IOException {
    while (true) {
      lineOffset = lineEnd;
      if (peek() == END) {
        return null;
      }
      RolloutRecord record;
      try {
        record = line();
        lineEnd = bufferOffset + at;
      } catch (TornLine e) {
        record = null;
        lineEnd = bufferOffset + at;
      } catch (OddLine e) {
        record = oddLine();
      }
      if (record != null) {
        return record;
      }
      skipped++;
    }
  }

  /** How many lines were no records so far. */
  long skipped() {
    return skipped;
  }

  /** Where the line of the last record begins. */
  long offset() {
    return lineOffset;
  }

  /** Where the line after the last one read begins. */
  long nextOffset() {
    return lineEnd;
  }

  /** Whether the last line read ended in a line feed. */
  boolean terminated() {
    return terminated;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  // --- Lines ---

  private @Nullable RolloutRecord line() throws IOException, OddLine, TornLine {
    if (read() != '{') {
      throw ODD;
    }
    Instant timestamp = null;
    long ordinal = RolloutRecord.NO_ORDINAL;
    String type = null;
    JsonObject payload = null;
    int b = token();
    while (b != '}') {
      if (b != '"') {
        throw ODD;
      }
      String name = string();
      if (token() != ':') {
        throw ODD;
      }
      b = token();
      switch (name) {
        case "timestamp" -> timestamp = timestamp(b);
        case "ordinal" -> ordinal = ordinal(b);
        case "type" -> {
          if (b != '"' || payload != null) {
            throw ODD;
          }
          type = string();
        }
        case "payload" -> {
          if (b != '{' || type == null) {
            throw ODD;
          }
          payload = object(members.apply(type), 1);
        }
        default -> skip(b, 1);
      }
      b = token();
      if (b == ',') {
        b = token();
        if (b != '"') {
          throw ODD;
        }
      } else if (b != '}') {
        throw ODD;
      }
    }
    endOfLine();
    if (timestamp == null || type == null || payload == null) {
      return null;
    }
    return new RolloutRecord(timestamp, ordinal, type, payload, null);
  }

  /** Reads on to the beginning of the next line; there may be nothing but padding before it. */
  private void endOfLine() throws IOException, OddLine {
    while (true) {
      int b = read();
      switch (b) {
        case '\n' -> {
          terminated = true;
          return;
        }
        case END -> {
          terminated = false;
          return;
        }
        case ' ', '\t', '\r', 0 -> {}
        default -> throw ODD;
      }
    }
  }

  /** Lets the codec judge the line. */
  private @Nullable RolloutRecord oddLine() throws IOException {
    long length = lengthOfLine();
    lineEnd = lineOffset + length;
    if (length > RolloutReader.MAX_LINE_BYTES) {
      return null;
    }
    byte[] line = new byte[(int) length];
    ByteBuffer target = ByteBuffer.wrap(line);
    while (target.hasRemaining()) {
      if (channel.read(target, lineOffset + target.position()) < 0) {
        return null; // cut off meanwhile
      }
    }
    return RolloutCodec.decode(line) instanceof DecodedLine.Parsed(RolloutRecord record)
        ? record
        : null;
  }

  /** Goes to the end of the line from its beginning. */
  private long lengthOfLine() throws IOException {
    seek(lineOffset);
    while (true) {
      for (int i = at; i < end; i++) {
        if (buffer[i] == '\n') {
          at = i + 1;
          terminated = true;
          return bufferOffset + at - lineOffset;
        }
      }
      at = end;
      if (!fill()) {
        terminated = false;
        return bufferOffset + at - lineOffset;
      }
    }
  }

  // --- Values ---

  private JsonElement value(int first, FoldMembers wanted, int depth)
      throws IOException, OddLine, TornLine {
    return switch (first) {
      case '"' -> new JsonPrimitive(string());
      case '{' -> object(wanted, depth);
      case '[' -> array(wanted, depth);
      case 't' -> {
        word("rue");
        yield new JsonPrimitive(true);
      }
      case 'f' -> {
        word("alse");
        yield new JsonPrimitive(false);
      }
      case 'n' -> {
        word("ull");
        yield JsonNull.INSTANCE;
      }
      default -> new JsonPrimitive(new LazilyParsedNumber(number(first)));
    };
  }

  private JsonObject object(FoldMembers wanted, int depth) throws IOException, OddLine, TornLine {
    checkDepth(depth);
    JsonObject object = new JsonObject();
    int b = token();
    while (b != '}') {
      if (b != '"') {
        throw ODD;
      }
      String name = string();
      if (token() != ':') {
        throw ODD;
      }
      FoldMembers member = wanted.of(name, object);
      b = token();
      if (member == null) {
        skip(b, depth);
      } else {
        object.add(name, value(b, member, depth + 1));
      }
      b = token();
      if (b == ',') {
        b = token();
        if (b != '"') {
          throw ODD;
        }
      } else if (b != '}') {
        throw ODD;
      }
    }
    return object;
  }

  private JsonArray array(FoldMembers wanted, int depth) throws IOException, OddLine, TornLine {
    checkDepth(depth);
    JsonArray array = new JsonArray();
    int b = token();
    if (b == ']') {
      return array;
    }
    while (true) {
      array.add(value(b, wanted, depth + 1));
      b = token();
      if (b == ']') {
        return array;
      }
      if (b != ',') {
        throw ODD;
      }
      b = token();
    }
  }

  private void skip(int first, int depth) throws IOException, OddLine, TornLine {
    switch (first) {
      case '"' -> skipString();
      case '{' -> skipObject(depth + 1);
      case '[' -> skipArray(depth + 1);
      case 't' -> word("rue");
      case 'f' -> word("alse");
      case 'n' -> word("ull");
      default -> number(first);
    }
  }

  private void skipObject(int depth) throws IOException, OddLine, TornLine {
    checkDepth(depth);
    int b = token();
    while (b != '}') {
      if (b != '"') {
        throw ODD;
      }
      skipString();
      if (token() != ':') {
        throw ODD;
      }
      skip(token(), depth);
      b = token();
      if (b == ',') {
        b = token();
        if (b != '"') {
          throw ODD;
        }
      } else if (b != '}') {
        throw ODD;
      }
    }
  }

  private void skipArray(int depth) throws IOException, OddLine, TornLine {
    checkDepth(depth);
    int b = token();
    if (b == ']') {
      return;
    }
    while (true) {
      skip(b, depth);
      b = token();
      if (b == ']') {
        return;
      }
      if (b != ',') {
        throw ODD;
      }
      b = token();
    }
  }

  private static void checkDepth(int depth) throws OddLine {
    if (depth > MAX_DEPTH) {
      throw ODD;
    }
  }

  private void word(String rest) throws IOException, OddLine, TornLine {
    for (int i = 0; i < rest.length(); i++) {
      if (inLine() != rest.charAt(i)) {
        throw ODD;
      }
    }
  }

  private long ordinal(int first) throws IOException, OddLine, TornLine {
    String digits = number(first);
    boolean whole = digits.chars().allMatch(c -> c >= '0' && c <= '9' || c == '-');
    if (!whole || digits.length() > MAX_DIGITS) {
      throw ODD;
    }
    return Long.parseLong(digits);
  }

  /** A number as it is written; the byte behind it stays unread. */
  private String number(int first) throws IOException, OddLine, TornLine {
    StringBuilder text = new StringBuilder();
    int b = first;
    if (b == '-') {
      text.append('-');
      b = inLine();
    }
    if (b == '0') {
      text.append('0');
      b = peekInLine();
    } else if (b >= '1' && b <= '9') {
      text.append((char) b);
      b = digits(text);
    } else {
      throw ODD;
    }
    if (b == '.') {
      text.append((char) inLine());
      int before = text.length();
      b = digits(text);
      if (text.length() == before) {
        throw ODD;
      }
    }
    if (b == 'e' || b == 'E') {
      text.append((char) inLine());
      b = peekInLine();
      if (b == '+' || b == '-') {
        text.append((char) inLine());
      }
      int before = text.length();
      b = digits(text);
      if (text.length() == before) {
        throw ODD;
      }
    }
    return switch (b) {
      case ',', '}', ']', ' ', '\t', '\r' -> text.toString();
      default -> throw ODD;
    };
  }

  private int digits(StringBuilder text) throws IOException, TornLine {
    int b = peekInLine();
    while (b >= '0' && b <= '9') {
      text.append((char) b);
      at++;
      b = peekInLine();
    }
    return b;
  }

  // --- Strings ---

  /** The string whose opening quote was read. */
  private String string() throws IOException, OddLine, TornLine {
    int from = at;
    int i = from;
    for (; i < end; i++) {
      byte b = buffer[i];
      if (b == '"') {
        at = i + 1;
        return new String(buffer, from, i - from, UTF_8);
      }
      if (b == '\\' || (b < ' ' && b >= 0)) {
        break;
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(64, 2 * (i - from)));
    StringBuilder text = null;
    while (true) {
      i = endOfPlain();
      bytes.write(buffer, at, i - at);
      at = i;
      int b = inLine();
      if (b == '"') {
        String rest = bytes.toString(UTF_8);
        return text == null ? rest : text.append(rest).toString();
      }
      if (b == '\\') {
        // Characters made by escapes may be halves of a pair, which UTF-8 bytes cannot carry.
        text = text == null ? new StringBuilder() : text;
        text.append(bytes.toString(UTF_8)).append(escaped());
        bytes.reset();
      } else if (b < ' ') {
        throw ODD;
      } else {
        bytes.write(b); // the first of a refilled buffer
      }
    }
  }

  private void skipString() throws IOException, OddLine, TornLine {
    while (true) {
      at = endOfPlain();
      int b = inLine();
      if (b == '"') {
        return;
      }
      if (b == '\\') {
        escaped();
      } else if (b < ' ') {
        throw ODD;
      }
    }
  }

  /** Where, in the buffer, the string goes on with something else than a plain character. */
  private int endOfPlain() {
    byte[] bytes = buffer;
    int stop = end;
    int i = at;
    while (i < stop) {
      byte b = bytes[i];
      // Most bytes are lower case letters: one comparison.
      if (b <= '\\' && (b == '"' || b == '\\' || (b < ' ' && b >= 0))) {
        return i;
      }
      i++;
    }
    return i;
  }

  private char escaped() throws IOException, OddLine, TornLine {
    int b = inLine();
    return switch (b) {
      case '"', '\\', '/' -> (char) b;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int c = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(inLine(), 16);
          if (digit < 0) {
            throw ODD;
          }
          c = c << 4 | digit;
        }
        yield (char) c;
      }
      default -> throw ODD;
    };
  }

  // --- Times ---

  /** RFC 3339 in UTC; records come in bursts, so the second is often the last one's. */
  private Instant timestamp(int first) throws IOException, OddLine, TornLine {
    if (first != '"') {
      throw ODD;
    }
    boolean known = lastSecond != Long.MIN_VALUE && end - at >= 25;
    for (int i = 0; known && i < lastSecondText.length; i++) {
      known = buffer[at + i] == lastSecondText[i];
    }
    if (known
        && buffer[at + 19] == '.'
        && buffer[at + 23] == 'Z'
        && buffer[at + 24] == '"'
        && isDigit(at + 20)
        && isDigit(at + 21)
        && isDigit(at + 22)) {
      int ms = (digit(at + 20) * 10 + digit(at + 21)) * 10 + digit(at + 22);
      at += 25;
      return Instant.ofEpochSecond(lastSecond, ms * 1_000_000L);
    }
    String text = string();
    try {
      Instant parsed = Instant.parse(text);
      remember(text, parsed);
      return parsed;
    } catch (DateTimeException e) {
      throw ODD;
    }
  }

  private void remember(String text, Instant parsed) {
    boolean usual =
        text.length() == 24
            && text.charAt(23) == 'Z'
            && text.charAt(19) == '.'
            && text.chars().allMatch(c -> c < 128);
    if (usual) {
      byte[] bytes = text.getBytes(UTF_8);
      System.arraycopy(bytes, 0, lastSecondText, 0, lastSecondText.length);
      lastSecond = parsed.getEpochSecond();
    }
  }

  private boolean isDigit(int index) {
    return buffer[index] >= '0' && buffer[index] <= '9';
  }

  private int digit(int index) {
    return buffer[index] - '0';
  }

  // --- Bytes ---

  /** The next byte that is no blank; the line goes on. */
  private int token() throws IOException, TornLine {
    while (true) {
      int b = inLine();
      if (b != ' ' && b != '\t' && b != '\r') {
        return b;
      }
    }
  }

  /** The next byte of the line; it does not end here. */
  private int inLine() throws IOException, TornLine {
    int b = at < end ? buffer[at++] & 0xff : read();
    if (b == '\n' || b == END) {
      terminated = b == '\n';
      throw TORN;
    }
    return b;
  }

  private int peekInLine() throws IOException, TornLine {
    int b = peek();
    return b == '\n' || b == END ? inLine() : b;
  }

  private int read() throws IOException {
    return at < end || fill() ? buffer[at++] & 0xff : END;
  }

  private int peek() throws IOException {
    return at < end || fill() ? buffer[at] & 0xff : END;
  }

  /** Reads more when everything is read; false at the end. */
  private boolean fill() throws IOException {
    bufferOffset += end;
    at = 0;
    end = 0;
    long room = Math.min(buffer.length, to - bufferOffset);
    if (room <= 0) {
      return false;
    }
    view.clear().limit((int) room);
    int read = channel.read(view, bufferOffset);
    end = Math.max(read, 0);
    return end > 0;
  }

  private void seek(long offset) {
    if (offset >= bufferOffset && offset <= bufferOffset + end) {
      at = (int) (offset - bufferOffset);
    } else {
      bufferOffset = offset;
      at = 0;
      end = 0;
    }
  }
}
