package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.MessageProducer;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.jspecify.annotations.Nullable;

/**
 * The source of messages on one connection: a stream of bytes with one JSON object per line. Params
 * and results stay JSON trees; who knows the method decodes them.
 *
 * <p>Blank lines, blanks around a message, a {@code '\r'} before the {@code '\n'} and a byte order
 * mark at the start are accepted. The last line needs no {@code '\n'}; if it is not complete, it
 * was cut off with the connection and is dropped.
 *
 * <p><b>Errors:</b> one bad line is one bad line. It is reported to {@link LineFaults} and the next
 * is read; nothing but the end of input, or an {@link IOException} which means the same, ends
 * {@link #listen}. A line beyond the limit is skimmed without being kept in memory.
 *
 * <p><b>Thread-safety:</b> one thread reads; the consumer and the faults are called on it.
 */
public final class NdjsonMessageProducer implements MessageProducer {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private static final char DAMAGED = '\uFFFD';

  private final LineReader lines;
  private final int maxLineBytes;
  private final LineFaults faults;

  /**
   * @param in what the other side writes; this does not close it
   * @param maxLineBytes the longest line to accept, without its {@code '\n'}
   * @param faults told about every line that is refused
   */
  public NdjsonMessageProducer(InputStream in, int maxLineBytes, LineFaults faults) {
    this.lines = new LineReader(in, maxLineBytes);
    this.maxLineBytes = maxLineBytes;
    this.faults = faults;
  }

  /** Hands every message to {@code consumer}, in order; returns at the end of input. */
  @Override
  public void listen(MessageConsumer consumer) {
    boolean first = true;
    for (InputLine line = nextLine(); line != null; line = nextLine()) {
      accept(first ? withoutByteOrderMark(line) : line, consumer);
      first = false;
    }
  }

  private @Nullable InputLine nextLine() {
    try {
      return lines.next();
    } catch (IOException e) {
      return null; // a pipe that breaks is an end like any other
    }
  }

  private void accept(InputLine line, MessageConsumer consumer) {
    if (line.oversized()) {
      faults.report(
          IdRecovery.inOversized(line),
          RpcException.invalidRequest(
              ErrorKind.LINE_TOO_LONG, "Line is longer than " + maxLineBytes + " bytes"));
      return;
    }
    if (isBlank(line)) {
      return;
    }
    Envelope envelope;
    try {
      envelope = new Envelope(parse(line));
    } catch (DecodeException e) {
      if (line.terminated()) {
        faults.report(
            IdRecovery.inLine(line.buffer(), line.offset(), line.length()),
            RpcException.of(
                RpcException.PARSE_ERROR, ErrorKind.PARSE_ERROR, "Parse error: " + e.getMessage()));
      }
      return;
    }
    Message message;
    try {
      message = envelope.message();
    } catch (RpcException e) {
      faults.report(envelope.requestId(), e);
      return;
    }
    try {
      consumer.consume(message);
    } catch (RpcException e) {
      faults.report(idOf(message), e);
    } catch (RuntimeException e) {
      faults.report(idOf(message), RpcException.internal("Internal error", e));
    }
  }

  private static JsonObject parse(InputLine line) {
    JsonElement value = StrictJson.parse(text(line), true);
    if (value instanceof JsonObject object) {
      return object;
    }
    throw new DecodeException(
        value.isJsonArray()
            ? "a message is one object; batches are not supported"
            : "a message is one object");
  }

  private static String text(InputLine line) {
    String text = new String(line.buffer(), line.offset(), line.length(), StandardCharsets.UTF_8);
    // A decoder that refuses what is damaged takes several times the memory of a long line; this
    // one puts a mark in its place, which may have been in the line as well.
    if (text.indexOf(DAMAGED) >= 0) {
      try {
        StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(line.buffer(), line.offset(), line.length()));
      } catch (CharacterCodingException e) {
        throw new DecodeException("not valid UTF-8");
      }
    }
    return text;
  }

  private static @Nullable Either<String, Number> idOf(Message message) {
    return message instanceof RequestMessage request ? request.getRawId() : null;
  }

  private static boolean isBlank(InputLine line) {
    for (int i = 0; i < line.length(); i++) {
      byte b = line.buffer()[line.offset() + i];
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private static InputLine withoutByteOrderMark(InputLine line) {
    int marked = BYTE_ORDER_MARK.length;
    if (line.length() < marked) {
      return line;
    }
    for (int i = 0; i < marked; i++) {
      if (line.buffer()[line.offset() + i] != BYTE_ORDER_MARK[i]) {
        return line;
      }
    }
    return new InputLine(
        line.buffer(),
        line.offset() + marked,
        line.length() - marked,
        line.oversized(),
        line.tail(),
        line.terminated());
  }
}
