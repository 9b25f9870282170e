package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The two ways to write a variant that is named by a key: the bare string {@code "never"}, or an
 * object whose one member has the variant's name, {@code {"granular":{…}}}. The peer also takes
 * {@code {"never":null}} for a variant without content, and so do we.
 *
 * @param name the variant
 * @param content the member's value; null for a bare string
 */
record VariantForm(String name, @Nullable JsonElement content) {

  static VariantForm of(JsonElement in) {
    if (in instanceof JsonPrimitive primitive && primitive.isString()) {
      return new VariantForm(primitive.getAsString(), null);
    }
    if (!(in instanceof JsonObject object)) {
      throw DecodeException.invalidType(in, "string or map");
    }
    if (object.size() != 1) {
      throw DecodeException.invalidValue(in, "map with a single key");
    }
    Map.Entry<String, JsonElement> member = object.entrySet().iterator().next();
    return new VariantForm(member.getKey(), member.getValue());
  }

  /** Refuses content where the variant has none. */
  void requireUnit() {
    if (content != null
        && !content.isJsonNull()
        && !(content instanceof JsonObject object && object.isEmpty())) {
      throw DecodeException.invalidType(content, "unit");
    }
  }

  /** The content of a variant that has some; {@code kind} names the kind of variant. */
  JsonElement requireContent(String kind) {
    if (content == null) {
      throw DecodeException.invalidType("unit variant", kind);
    }
    return content;
  }
}
