package dev.heddle.server.store.local;

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
import dev.heddle.server.rollout.Timestamps;
import dev.heddle.server.store.SectionBook;
import dev.heddle.server.store.SectionLook;
import dev.heddle.server.store.SectionMember;
import dev.heddle.server.store.StoredSection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sections as a file has them: {@code
 * {"version":1,"sections":[{"id","name","icon","color","threads":[{"id","position","enteredAt"}]}]}},
 * sections and threads in their order. A section without a look has neither {@code icon} nor {@code
 * color}.
 *
 * <p>Reading is strict: what is not understood would be lost by the next change.
 */
final class SectionsFormat {
  private static final int VERSION = 1;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

  private SectionsFormat() {}

  /** What is wrong with a file. */
  static final class DamageException extends Exception {
    private static final long serialVersionUID = 1L;

    DamageException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  static byte[] encode(SectionBook book) {
    JsonArray sections = new JsonArray();
    for (StoredSection section : book.sections()) {
      JsonObject each = new JsonObject();
      each.addProperty("id", section.id());
      each.addProperty("name", section.name());
      SectionLook look = section.look();
      if (look != null) {
        each.addProperty("icon", look.icon());
        each.addProperty("color", look.color());
      }
      JsonArray threads = new JsonArray();
      for (SectionMember member : book.members(section.id())) {
        JsonObject thread = new JsonObject();
        thread.addProperty("id", member.threadId());
        thread.addProperty("position", member.position());
        thread.addProperty("enteredAt", member.enteredAt().toString());
        threads.add(thread);
      }
      each.add("threads", threads);
      sections.add(each);
    }
    JsonObject file = new JsonObject();
    file.addProperty("version", VERSION);
    file.add("sections", sections);
    String text = RolloutCodec.escapeLoneSurrogates(GSON.toJson(file) + "\n");
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static SectionBook decode(byte[] bytes) throws DamageException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (!(JsonParser.parseString(text) instanceof JsonObject file)) {
        throw new DamageException("it is not a JSON object", null);
      }
      if (number(file, "version") != VERSION) {
        throw new DamageException("it is of another version of Heddle", null);
      }
      List<StoredSection> sections = new ArrayList<>();
      List<SectionMember> members = new ArrayList<>();
      for (JsonObject section : objects(file, "sections")) {
        String id = text(section, "id");
        boolean plain = !section.has("icon") && !section.has("color");
        sections.add(
            new StoredSection(
                id,
                text(section, "name"),
                plain
                    ? null
                    : new SectionLook(textOrNull(section, "icon"), textOrNull(section, "color"))));
        for (JsonObject thread : objects(section, "threads")) {
          members.add(
              new SectionMember(
                  text(thread, "id"),
                  id,
                  number(thread, "position"),
                  Timestamps.parse(text(thread, "enteredAt"))));
        }
      }
      return new SectionBook(sections, members);
    } catch (CharacterCodingException e) {
      throw new DamageException("it is not UTF-8", e);
    } catch (JsonParseException e) {
      throw new DamageException("it is not JSON", e);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new DamageException(String.valueOf(e.getMessage()), e);
    }
  }

  private static List<JsonObject> objects(JsonObject in, String name) throws DamageException {
    if (!(in.get(name) instanceof JsonArray array)) {
      throw new DamageException("`" + name + "` is not a list", null);
    }
    List<JsonObject> objects = new ArrayList<>();
    for (JsonElement element : array) {
      if (!(element instanceof JsonObject object)) {
        throw new DamageException("an entry of `" + name + "` is not an object", null);
      }
      objects.add(object);
    }
    return objects;
  }

  private static String text(JsonObject in, String name) throws DamageException {
    if (in.get(name) instanceof JsonPrimitive text && text.isString()) {
      return text.getAsString();
    }
    throw new DamageException("`" + name + "` is not a text", null);
  }

  private static @Nullable String textOrNull(JsonObject in, String name) throws DamageException {
    return in.get(name) == null || in.get(name) instanceof JsonNull ? null : text(in, name);
  }

  private static long number(JsonObject in, String name) throws DamageException {
    Long number = WholeNumber.of(in.get(name));
    if (number == null || number <= 0) {
      throw new DamageException("`" + name + "` is not a positive whole number", null);
    }
    return number;
  }
}
