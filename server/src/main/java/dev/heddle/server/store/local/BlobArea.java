package dev.heddle.server.store.local;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.RolloutRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The blobs of a home: large strings of its journals, each kept once however many lines have it.
 * Here they are read; {@link BlobWriter} writes them, {@link BlobSweep} removes them.
 *
 * <p>Readers of a rollout find the area by the rollout's path, so that what was written with blobs
 * is read whatever the configuration says, in another home, too.
 *
 * <p><b>Thread-safety:</b> immutable.
 *
 * <p><b>Errors:</b> what a missing or damaged blob had in it is lost and nothing else is: a note
 * stands in its place, and {@code heddle fsck} names the line. A blob that could not be read just
 * now fails the read.
 *
 * <p><b>Files:</b> {@code heddle/blobs/<two digits>/<sha256>}, the string as UTF-8.
 *
 * @param rollout any in the home; one that lies in no home has no blobs
 */
record BlobArea(Path rollout) {
  private static final int FOLDER_CHARS = 2;
  private static final String NOTE = "[heddle: %d bytes are lost, their blob %s is %s]";

  /** How a blob is found. */
  enum State {
    WHOLE,
    MISSING,
    DAMAGED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where a blob is if it is in this directory. */
  static Path path(Path directory, BlobName name) {
    return directory.resolve(name.sha256().substring(0, FOLDER_CHARS)).resolve(name.sha256());
  }

  /** A record with the strings that its payload names. */
  RolloutRecord inflated(RolloutRecord record) throws IOException {
    List<String> notes = new ArrayList<>();
    JsonObject payload =
        Leaves.exchanged(
            record.payload(),
            leaf -> {
              BlobName name = BlobName.parse(leaf);
              if (name == null) {
                return leaf;
              }
              Found found = read(name);
              if (found.text() != null) {
                return found.text();
              }
              String note = NOTE.formatted(name.bytes(), name.sha256(), found.state().word());
              notes.add(note);
              return note;
            });
    if (!notes.isEmpty()) {
      payload = payload.deepCopy();
      tellOfLostImages(payload, notes);
    }
    return record.with(payload);
  }

  /** Whether a blob is there and what its name says. */
  State check(BlobName name) throws IOException {
    return read(name).state();
  }

  /**
   * What there is of a blob.
   *
   * @param text null unless it is whole
   */
  private record Found(State state, @Nullable String text) {
    private static final Found MISSING = new Found(State.MISSING, null);
    private static final Found DAMAGED = new Found(State.DAMAGED, null);
  }

  private Found read(BlobName name) throws IOException {
    Path directory = directory();
    if (directory == null) {
      return Found.MISSING;
    }
    byte[] contents;
    try (InputStream in = Files.newInputStream(path(directory, name))) {
      if (name.bytes() > RolloutReader.MAX_LINE_BYTES) {
        return Found.DAMAGED;
      }
      contents = in.readNBytes((int) name.bytes() + 1);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Found.MISSING;
    }
    return BlobName.of(contents).equals(name)
        ? new Found(State.WHOLE, new String(contents, StandardCharsets.UTF_8))
        : Found.DAMAGED;
  }

  /** Looked for when there is a blob to be read: most records name none. */
  private @Nullable Path directory() {
    for (Path at = rollout.getParent(); at != null; at = at.getParent()) {
      if (at.endsWith(CodexHome.SESSIONS) || at.endsWith(CodexHome.ARCHIVED_SESSIONS)) {
        return at.resolveSibling(CodexHome.BLOBS);
      }
    }
    return null;
  }

  /** An image that is a note would be refused by every model; a text that says so is not. */
  private static void tellOfLostImages(JsonElement in, List<String> notes) {
    if (in instanceof JsonArray array) {
      array.forEach(element -> tellOfLostImages(element, notes));
    } else if (in instanceof JsonObject object) {
      String url = Json.string(object, "image_url");
      if (url != null
          && notes.contains(url)
          && Json.string(object, "type", "").equals("input_image")) {
        object.addProperty("type", "input_text");
        object.addProperty("text", url);
        object.remove("image_url");
        object.remove("detail");
      }
      object.entrySet().forEach(member -> tellOfLostImages(member.getValue(), notes));
    }
  }
}
