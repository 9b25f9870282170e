package dev.heddle.server.store.format;

import static dev.heddle.server.store.format.BookJson.notNegative;
import static dev.heddle.server.store.format.BookJson.objects;
import static dev.heddle.server.store.format.BookJson.text;
import static dev.heddle.server.store.format.BookJson.texts;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heddle.server.rollout.Timestamps;
import dev.heddle.server.store.ProjectBook;
import dev.heddle.server.store.StoredProject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The projects as a file has them: {@code
 * {"version":1,"projects":[{"id","name","roots":[],"metadata":{},"position","createdAt","updatedAt","threads":[]}],"keys":{}}},
 * projects in their order, threads by their ids, and the projects that were made under keys, there
 * or gone, by the key.
 */
final class ProjectsFormat {
  private static final int VERSION = 1;

  private ProjectsFormat() {}

  static byte[] encode(ProjectBook book) {
    JsonArray projects = new JsonArray();
    for (StoredProject project : book.projects()) {
      JsonObject each = new JsonObject();
      each.addProperty("id", project.id());
      each.addProperty("name", project.name());
      each.add("roots", array(project.roots()));
      each.add("metadata", object(project.metadata()));
      each.addProperty("position", project.position());
      each.addProperty("createdAt", project.createdAt().toString());
      each.addProperty("updatedAt", project.updatedAt().toString());
      each.add("threads", array(book.members(project.id())));
      projects.add(each);
    }
    JsonObject file = BookJson.file(VERSION);
    file.add("projects", projects);
    file.add("keys", object(book.keys()));
    return BookJson.encode(file);
  }

  private static JsonArray array(Collection<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  private static JsonObject object(Map<String, String> texts) {
    JsonObject object = new JsonObject();
    texts.forEach(object::addProperty);
    return object;
  }

  static ProjectBook decode(byte[] bytes) throws DamagedFormatException {
    return BookJson.decode(bytes, VERSION, ProjectsFormat::book);
  }

  private static ProjectBook book(JsonObject file) throws DamagedFormatException {
    List<StoredProject> projects = new ArrayList<>();
    Map<String, String> members = new LinkedHashMap<>();
    for (JsonObject project : objects(file, "projects")) {
      String id = text(project, "id");
      projects.add(
          new StoredProject(
              id,
              text(project, "name"),
              texts(project, "roots"),
              byName(project, "metadata"),
              notNegative(project, "position"),
              Timestamps.parse(text(project, "createdAt")),
              Timestamps.parse(text(project, "updatedAt"))));
      for (String threadId : texts(project, "threads")) {
        if (members.put(threadId, id) != null) {
          throw new DamagedFormatException("thread " + threadId + " is in two projects", null);
        }
      }
    }
    return new ProjectBook(projects, members, byName(file, "keys"));
  }

  private static SortedMap<String, String> byName(JsonObject in, String name)
      throws DamagedFormatException {
    if (!(in.get(name) instanceof JsonObject object)) {
      throw new DamagedFormatException("`" + name + "` is not an object", null);
    }
    SortedMap<String, String> texts = new TreeMap<>();
    for (String each : object.keySet()) {
      texts.put(each, text(object, each));
    }
    return texts;
  }
}
