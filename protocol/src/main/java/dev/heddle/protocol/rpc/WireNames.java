package dev.heddle.protocol.rpc;

import com.google.gson.annotations.SerializedName;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The names of Java declarations on the wire. */
final class WireNames {
  private WireNames() {}

  /** The name that a record component or enum constant is written with. */
  static String of(Class<?> owner, String javaName) {
    SerializedName given = annotation(owner, javaName);
    return given != null ? given.value() : javaName;
  }

  /** Further names it is read by. */
  static List<String> alternates(Class<?> owner, String javaName) {
    SerializedName given = annotation(owner, javaName);
    return given != null ? List.of(given.alternate()) : List.of();
  }

  /** The name of a record in its union. */
  static String ofVariant(Class<?> variant) {
    Variant name = variant.getAnnotation(Variant.class);
    if (name == null) {
      throw new IllegalStateException(variant.getName() + " lacks @Variant");
    }
    return name.value();
  }

  /** The descriptor of an experimental variant: {@code askForApproval.granular}. */
  static String descriptor(Experimental mark, Class<?> owner, String wireName) {
    if (!mark.value().isEmpty()) {
      return mark.value();
    }
    String type = owner.getSimpleName();
    return type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1) + '.' + wireName;
  }

  // The annotation sits on the field: it is not applicable to record components themselves.
  private static @Nullable SerializedName annotation(Class<?> owner, String javaName) {
    return field(owner, javaName).getAnnotation(SerializedName.class);
  }

  static Field field(Class<?> owner, String javaName) {
    try {
      return owner.getDeclaredField(javaName);
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(owner.getName() + " has no field " + javaName, e);
    }
  }
}
