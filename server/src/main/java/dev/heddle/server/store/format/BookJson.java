package dev.heddle.server.store.format;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.json.WholeNumber;
import dev.heddle.server.rollout.RolloutCodec;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Formats of ours that are one JSON object with a {@code version}, written for people to read.
 *
 * <p>Reading is strict: what is not understood would be lost when the book is written again.
 */
final class BookJson {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private BookJson() {}

  /** Makes what is kept of a file's object. */
  @FunctionalInterface
  interface Reader<T> {

    /**
     * That of {@code file}.
     *
     * @throws IllegalArgumentException when its parts do not fit each other
     */
    T of(JsonObject file) throws DamagedFormatException;
  }

  /** The object of a new file. */
  static JsonObject file(int version) {
    JsonObject file = new JsonObject();
    file.addProperty("version", version);
    return file;
  }

  static byte[] encode(JsonObject file) {
    String text = RolloutCodec.escapeLoneSurrogates(GSON.toJson(file) + "\n");
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** What a file of this version holds. */
  static <T> T decode(byte[] bytes, int version, Reader<T> reader) throws DamagedFormatException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (!(JsonParser.parseString(text) instanceof JsonObject file)) {
        throw new DamagedFormatException("it is not a JSON object", null);
      }
      if (positive(file, "version") != version) {
        throw new DamagedFormatException("it is of another version of Heddle", null);
      }
      return reader.of(file);
    } catch (CharacterCodingException e) {
      throw new DamagedFormatException("it is not UTF-8", e);
    } catch (JsonParseException e) {
      throw new DamagedFormatException("it is not JSON", e);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new DamagedFormatException(String.valueOf(e.getMessage()), e);
    }
  }

  static List<JsonObject> objects(JsonObject in, String name) throws DamagedFormatException {
    if (!(in.get(name) instanceof JsonArray array)) {
      throw new DamagedFormatException("`" + name + "` is not a list", null);
    }
    List<JsonObject> objects = new ArrayList<>();
    for (JsonElement element : array) {
      if (!(element instanceof JsonObject object)) {
        throw new DamagedFormatException("an entry of `" + name + "` is not an object", null);
      }
      objects.add(object);
    }
    return objects;
  }

  static List<String> texts(JsonObject in, String name) throws DamagedFormatException {
    if (!(in.get(name) instanceof JsonArray array)) {
      throw new DamagedFormatException("`" + name + "` is not a list", null);
    }
    List<String> texts = new ArrayList<>();
    for (JsonElement element : array) {
      if (!(element instanceof JsonPrimitive text && text.isString())) {
        throw new DamagedFormatException("an entry of `" + name + "` is not a text", null);
      }
      texts.add(text.getAsString());
    }
    return texts;
  }

  static String text(JsonObject in, String name) throws DamagedFormatException {
    if (in.get(name) instanceof JsonPrimitive text && text.isString()) {
      return text.getAsString();
    }
    throw new DamagedFormatException("`" + name + "` is not a text", null);
  }

  static @Nullable String textOrNull(JsonObject in, String name) throws DamagedFormatException {
    return in.get(name) == null || in.get(name) instanceof JsonNull ? null : text(in, name);
  }

  static long positive(JsonObject in, String name) throws DamagedFormatException {
    return number(in, name, 1, "a positive whole number");
  }

  static long notNegative(JsonObject in, String name) throws DamagedFormatException {
    return number(in, name, 0, "a whole number");
  }

  private static long number(JsonObject in, String name, long least, String what)
      throws DamagedFormatException {
    Long number = WholeNumber.of(in.get(name));
    if (number == null || number < least) {
      throw new DamagedFormatException("`" + name + "` is not " + what, null);
    }
    return number;
  }
}
