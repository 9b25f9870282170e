package dev.heddle.server.connection;

import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import dev.heddle.protocol.rpc.Experimental;
import dev.heddle.protocol.rpc.WireJson;
import java.lang.reflect.RecordComponent;

/** The params of a question as a client sees them that did not ask for experimental members. */
final class StableView {
  private StableView() {}

  /** The same params, or their JSON without what is {@link Experimental} and not told to all. */
  static Object of(Object params) {
    JsonObject json = null;
    for (RecordComponent component : params.getClass().getRecordComponents()) {
      Experimental mark = component.getAnnotation(Experimental.class);
      if (mark != null && !mark.told()) {
        json = json == null ? WireJson.toTree(params).getAsJsonObject() : json;
        json.remove(nameOf(params.getClass(), component));
      }
    }
    return json == null ? params : json;
  }

  private static String nameOf(Class<?> owner, RecordComponent component) {
    try {
      SerializedName name =
          owner.getDeclaredField(component.getName()).getAnnotation(SerializedName.class);
      return name == null ? component.getName() : name.value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("a record without the field of a component", e);
    }
  }
}
