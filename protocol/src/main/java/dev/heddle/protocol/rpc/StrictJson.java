package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.heddle.protocol.json.JsonTree;
import java.io.IOException;
import java.io.StringReader;

/**
 * JSON text as a tree, strictly by RFC 8259 and to a bounded depth. Where an object repeats a name,
 * its last value counts, as with the peer.
 */
final class StrictJson {
  /** Arrays and objects inside each other, the outermost included; the peer's own bound. */
  private static final int MAX_NESTING = 127;

  private static final int NAME_IN_TEXT = 40;

  private StrictJson() {}

  /**
   * The value that {@code text} is.
   *
   * @param uniqueMembers whether the outermost object may not repeat a name
   * @throws DecodeException if the text is not one JSON value, or nested too deeply
   */
  static JsonElement parse(String text, boolean uniqueMembers) {
    try {
      return parse(text, Strictness.STRICT, uniqueMembers);
    } catch (IOException e) {
      // Gson's strict mode refuses lone surrogates, which JSON allows. So the strict check gets a
      // text without them, and the values come from a second reading that takes them.
      String paired = LoneSurrogates.replaced(text);
      if (!paired.equals(text)) {
        try {
          parse(paired, Strictness.STRICT, false);
          return parse(text, Strictness.LEGACY_STRICT, uniqueMembers);
        } catch (IOException again) {
          throw new DecodeException("not valid JSON");
        }
      }
      throw new DecodeException("not valid JSON");
    }
  }

  private static JsonElement parse(String text, Strictness strictness, boolean uniqueMembers)
      throws IOException {
    JsonReader in = new BoundedReader(text);
    in.setStrictness(strictness);
    JsonElement value =
        uniqueMembers && in.peek() == JsonToken.BEGIN_OBJECT ? unique(in) : JsonTree.read(in);
    if (in.peek() != JsonToken.END_DOCUMENT) {
      throw new MalformedJsonException("text after the value");
    }
    return value;
  }

  private static JsonObject unique(JsonReader in) throws IOException {
    JsonObject object = new JsonObject();
    in.beginObject();
    while (in.hasNext()) {
      String name = in.nextName();
      if (object.has(name)) {
        throw new DecodeException("duplicate member `" + shortened(name) + "`");
      }
      object.add(name, JsonTree.read(in));
    }
    in.endObject();
    return object;
  }

  private static String shortened(String name) {
    return name.length() <= NAME_IN_TEXT ? name : name.substring(0, NAME_IN_TEXT) + "…";
  }

  /** Says in our words that a text is nested too deeply. */
  private static final class BoundedReader extends JsonReader {
    private int depth;

    BoundedReader(String text) {
      super(new StringReader(text));
      setNestingLimit(MAX_NESTING + 1); // so that our own check is the one that speaks
    }

    @Override
    public void beginObject() throws IOException {
      enter();
      super.beginObject();
    }

    @Override
    public void endObject() throws IOException {
      super.endObject();
      depth--;
    }

    @Override
    public void beginArray() throws IOException {
      enter();
      super.beginArray();
    }

    @Override
    public void endArray() throws IOException {
      super.endArray();
      depth--;
    }

    private void enter() {
      if (++depth > MAX_NESTING) {
        throw new DecodeException("nested deeper than " + MAX_NESTING + " levels");
      }
    }
  }
}
