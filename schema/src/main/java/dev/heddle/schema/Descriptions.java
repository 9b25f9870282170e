package dev.heddle.schema;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the Javadoc of the protocol's types says, as plain text: by {@code Type}, {@code
 * Type.component} and {@code Union.Variant.component}. Immutable.
 *
 * <p><b>Files:</b> {@code descriptions.json} beside this class, made from the sources of {@code
 * protocol} by the same command that makes the schema files. A program that runs has no sources.
 */
public final class Descriptions {
  static final String RESOURCE = "descriptions.json";

  private final SortedMap<String, String> texts;

  /** The descriptions with these keys and texts. */
  public Descriptions(Map<String, String> texts) {
    this.texts = new TreeMap<>(texts);
  }

  /** Those that belong to this build. */
  public static Descriptions load() throws IOException {
    try (InputStream in = Descriptions.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException("the resource " + RESOURCE + " is missing from this build");
      }
      SortedMap<String, String> texts = new TreeMap<>();
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, JsonElement> entry :
          WireJson.parse(json).getAsJsonObject().entrySet()) {
        texts.put(entry.getKey(), entry.getValue().getAsString());
      }
      return new Descriptions(texts);
    }
  }

  /** The text of the resource. */
  String toJson() {
    JsonObject json = new JsonObject();
    texts.forEach(json::addProperty);
    return SortedJson.write(json);
  }

  /** What a type is, or null when nothing says so. */
  @Nullable String of(Class<?> type) {
    return texts.get(key(type));
  }

  /** What a component of a record or a constant of an enum is, or null when nothing says so. */
  @Nullable String of(Class<?> type, String component) {
    String own = texts.get(key(type) + '.' + component);
    Class<?> union = type.getEnclosingClass();
    // What all variants have may be described once, at the union.
    return own != null || union == null ? own : texts.get(key(union) + '.' + component);
  }

  private static String key(Class<?> type) {
    Class<?> union = type.getEnclosingClass();
    String name = type.getSimpleName();
    return union == null ? name : key(Objects.requireNonNull(union)) + '.' + name;
  }
}
