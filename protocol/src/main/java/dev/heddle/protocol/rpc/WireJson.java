package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import dev.heddle.protocol.json.Utf8JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON configuration of the wire: how records, enums, unions and messages are written and
 * read. Unset members are explicit nulls, unknown members are ignored, nothing is HTML-escaped,
 * 64-bit integers stay exact, and any Java string survives, lone surrogates included.
 *
 * <p>What a record's members mean is said by annotations on its components: {@link Nullable},
 * {@link OmitNull}, {@link Defaulted}, {@link Unsigned}, {@code SerializedName}, and the type
 * {@link Settable}; unions by {@link TaggedUnion} and {@link KeyedUnion}.
 *
 * <p><b>Thread-safety:</b> stateless for its callers.
 *
 * <p><b>Errors:</b> {@link DecodeException} for input; {@link IllegalArgumentException} and {@link
 * IllegalStateException} for values and types that have no wire form, which are faults of the
 * program.
 */
public final class WireJson {
  private WireJson() {}

  /** Has what annotations say of types looked up here first, instead of reading them. */
  public static void lookUpIn(WrittenMarks marks) {
    TypeMarks.lookUpIn(marks);
  }

  /**
   * The value that {@code in} stands for.
   *
   * @param in a value, possibly JSON null
   * @param type a record, enum, union or any other type with a wire form
   * @throws DecodeException if it has another form, in the peer's words
   */
  @SuppressWarnings("unchecked") // a wire type decodes to the Java type it was asked for
  public static <T> T decode(JsonElement in, Class<T> type) {
    return (T) WireTypes.of(type).decode(in);
  }

  /**
   * The params of a request or notification.
   *
   * @param params the message's params: JSON, or null when the member was absent
   * @param type the record of the method; {@link NoParams} and those marked {@link OptionalParams}
   *     need no params
   * @throws DecodeException if they do not fit
   */
  public static <P> P decodeParams(@Nullable Object params, Class<P> type) {
    if (params instanceof JsonElement json && !json.isJsonNull()) {
      return decode(json, type);
    }
    if (type == NoParams.class) {
      return type.cast(new NoParams());
    }
    if (TypeMarks.of(type).type().has(Marks.OPTIONAL)) {
      return decode(new JsonObject(), type);
    }
    throw DecodeException.missingField("params");
  }

  /**
   * The tree of a JSON text. Where an object repeats a name, its last value counts.
   *
   * @throws DecodeException if it is not exactly one JSON value
   */
  public static JsonElement parse(String json) {
    return StrictJson.parse(json, false);
  }

  /**
   * Makes ready what writes messages: some 2 ms of a start, if something else can be done beside
   * it.
   */
  public static void warmUp() {
    var unused = toJson(null);
  }

  /** The JSON of a value with a wire form, or of null, lists and maps of such values. */
  public static String toJson(@Nullable Object value) {
    return new String(
        encode(out -> writeAny(out, value), false).toByteArray(), StandardCharsets.UTF_8);
  }

  /** The same as a tree. */
  public static JsonElement toTree(@Nullable Object value) {
    return value instanceof JsonElement tree ? tree : parse(toJson(value));
  }

  /**
   * The same as a tree without the members whose absence means the same: the way a client writes
   * params, which are mostly things it does not say. Only the outermost record is thinned out; a
   * {@link Settable} that clears stays.
   */
  public static JsonElement toSparseTree(Object params) {
    JsonElement tree = toTree(params);
    if (params instanceof Record
        && WireTypes.of(params.getClass()) instanceof RecordType<?> type
        && tree instanceof JsonObject object) {
      type.namesNotNeeded(params).forEach(object::remove);
    }
    return tree;
  }

  /** The name of an enum constant on the wire. */
  @SuppressWarnings("unchecked") // the form of the constant's own enum
  public static <E extends Enum<E>> String wireName(E constant) {
    return ((EnumType<E>) WireTypes.of(constant.getDeclaringClass())).nameOf(constant);
  }

  /** One line of UTF-8 with its {@code '\n'}; a notification carries no time. */
  public static byte[] encodeLine(Message message) {
    return line(message, null).toByteArray();
  }

  /**
   * One line of UTF-8 with its {@code '\n'}.
   *
   * @param message a request, notification or response of LSP4J, holding JSON or wire types
   * @param emittedAtMs Unix time in milliseconds, written on notifications only
   */
  public static byte[] encodeLine(Message message, long emittedAtMs) {
    return line(message, emittedAtMs).toByteArray();
  }

  /** The same in pieces. */
  public static WireLine line(Message message, long emittedAtMs) {
    return line(message, Long.valueOf(emittedAtMs));
  }

  private static WireLine line(Message message, @Nullable Long emittedAtMs) {
    return encode(
        out -> {
          out.beginObject();
          if (message instanceof RequestMessage request) {
            out.name("method").value(request.getMethod());
            writeId(out.name("id"), request.getRawId());
            writeParams(out, request.getParams());
          } else if (message instanceof NotificationMessage notification) {
            out.name("method").value(notification.getMethod());
            writeParams(out, notification.getParams());
            if (emittedAtMs != null) {
              out.name("emittedAtMs").value(emittedAtMs);
            }
          } else if (message instanceof ResponseMessage response) {
            writeResponse(out, response);
          } else {
            throw new IllegalArgumentException("no wire form for " + message.getClass().getName());
          }
          out.endObject();
        },
        true);
  }

  private static void writeResponse(JsonWriter out, ResponseMessage response) throws IOException {
    ResponseError error = response.getError();
    if (error == null) {
      writeId(out.name("id"), response.getRawId());
      writeAny(out.name("result"), response.getResult());
      return;
    }
    out.name("error").beginObject();
    out.name("code").value(error.getCode());
    if (error.getData() != null) {
      writeAny(out.name("data"), error.getData());
    }
    out.name("message").value(error.getMessage());
    out.endObject();
    writeId(out.name("id"), response.getRawId());
  }

  private static void writeId(JsonWriter out, @Nullable Either<String, Number> id)
      throws IOException {
    if (id == null) {
      out.nullValue();
    } else if (id.isLeft()) {
      out.value(id.getLeft());
    } else {
      out.value(id.getRight().longValue());
    }
  }

  private static void writeParams(JsonWriter out, @Nullable Object params) throws IOException {
    if (params != null) {
      writeAny(out.name("params"), params);
    }
  }

  @SuppressWarnings("unchecked") // the form of the value's own class
  private static void writeAny(JsonWriter out, @Nullable Object value) throws IOException {
    if (value == null) {
      out.nullValue();
    } else if (value instanceof Iterable<?> values && !(value instanceof JsonElement)) {
      out.beginArray();
      for (Object each : values) {
        writeAny(out, each);
      }
      out.endArray();
    } else if (value instanceof Map<?, ?> map) {
      out.beginObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        writeAny(out.name((String) entry.getKey()), entry.getValue());
      }
      out.endObject();
    } else {
      Class<?> type = value instanceof Enum<?> e ? e.getDeclaringClass() : value.getClass();
      ((WireType<Object>) WireTypes.of(type)).write(out, value);
    }
  }

  private static WireLine encode(Writing writing, boolean lineFeed) {
    Utf8JsonWriter out = new Utf8JsonWriter();
    try {
      writing.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return new WireLine(out.pieces(lineFeed));
  }

  @FunctionalInterface
  private interface Writing {
    void write(JsonWriter out) throws IOException;
  }
}
