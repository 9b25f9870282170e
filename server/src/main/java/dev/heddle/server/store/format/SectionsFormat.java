package dev.heddle.server.store.format;

import static dev.heddle.server.store.format.BookJson.objects;
import static dev.heddle.server.store.format.BookJson.positive;
import static dev.heddle.server.store.format.BookJson.text;
import static dev.heddle.server.store.format.BookJson.textOrNull;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heddle.server.rollout.Timestamps;
import dev.heddle.server.store.SectionBook;
import dev.heddle.server.store.SectionLook;
import dev.heddle.server.store.SectionMember;
import dev.heddle.server.store.StoredSection;
import java.util.ArrayList;
import java.util.List;

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

  private SectionsFormat() {}

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
    JsonObject file = BookJson.file(VERSION);
    file.add("sections", sections);
    return BookJson.encode(file);
  }

  static SectionBook decode(byte[] bytes) throws DamagedFormatException {
    return BookJson.decode(bytes, VERSION, SectionsFormat::book);
  }

  private static SectionBook book(JsonObject file) throws DamagedFormatException {
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
                positive(thread, "position"),
                Timestamps.parse(text(thread, "enteredAt"))));
      }
    }
    return new SectionBook(sections, members);
  }
}
