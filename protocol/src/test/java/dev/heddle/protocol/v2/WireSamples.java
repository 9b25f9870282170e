package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.KeyedUnion;
import dev.heddle.protocol.rpc.MethodSpec;
import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.protocol.rpc.OneOf;
import dev.heddle.protocol.rpc.RequestSpec;
import dev.heddle.protocol.rpc.Required;
import dev.heddle.protocol.rpc.Settable;
import dev.heddle.protocol.rpc.TaggedUnion;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every type that the tables can put on the wire, and made-up values of them. */
final class WireSamples {
  private WireSamples() {}

  /** All records, unions and enums reachable from the tables. */
  static Set<Class<?>> reachableTypes() {
    Set<Class<?>> found = new LinkedHashSet<>();
    for (MethodSpec<?, ?> method : AppServerMethods.all()) {
      collect(method.params(), found);
      collect(method.result(), found);
    }
    for (NotificationSpec<?> notification : ServerNotifications.all()) {
      collect(notification.params(), found);
    }
    for (RequestSpec<?, ?> request : ServerRequests.all()) {
      collect(request.params(), found);
      collect(request.result(), found);
    }
    return found;
  }

  private static void collect(Class<?> type, Set<Class<?>> found) {
    if (!type.getPackageName().equals(WireSamples.class.getPackageName()) || !found.add(type)) {
      return;
    }
    if (type.isSealed()) {
      for (Class<?> variant : type.getPermittedSubclasses()) {
        collect(variant, found);
      }
    }
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        collect(component.getAnnotatedType(), found);
        collect(component.getAnnotation(OneOf.class), found);
      }
    }
    if (type.isAnnotation()) {
      collect(type.getAnnotation(OneOf.class), found);
    }
  }

  private static void collect(OneOf forms, Set<Class<?>> found) {
    if (forms != null) {
      List.of(forms.value()).forEach(form -> collect(form, found));
      List.of(forms.listsOf()).forEach(form -> collect(form, found));
    }
  }

  private static void collect(AnnotatedType type, Set<Class<?>> found) {
    for (Annotation alias : type.getAnnotations()) {
      collect(alias.annotationType(), found);
    }
    if (type.getType() instanceof Class<?> plain) {
      collect(plain, found);
    }
    if (type instanceof AnnotatedParameterizedType generic) {
      for (AnnotatedType argument : generic.getAnnotatedActualTypeArguments()) {
        collect(argument, found);
      }
    }
  }

  /** A record with a value in every component; or, with {@code sparse}, in as few as may be. */
  static Object record(Class<?> type, boolean sparse) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < values.length; i++) {
      types[i] = components[i].getType();
      AnnotatedType declared = components[i].getAnnotatedType();
      if (!sparse) {
        values[i] = value(declared, false);
      } else if (types[i] == Settable.class) {
        boolean required = components[i].isAnnotationPresent(Required.class);
        values[i] = required ? Settable.clear() : Settable.keep();
      } else if (!declared.isAnnotationPresent(Nullable.class)) {
        values[i] = value(declared, true);
      }
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Object value(AnnotatedType declared, boolean sparse) {
    if (declared instanceof AnnotatedParameterizedType generic) {
      AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
      Object last = value(arguments[arguments.length - 1], sparse);
      String raw = generic.getType().getTypeName();
      if (raw.startsWith("java.util.List<")) {
        return sparse ? List.of() : List.of(last);
      }
      if (raw.startsWith("java.util.Map<")) {
        return sparse ? Map.of() : Map.of("key", last);
      }
      return Settable.set(last);
    }
    Class<?> type = (Class<?>) declared.getType();
    if (type == String.class) {
      return "text";
    }
    if (type == boolean.class || type == Boolean.class) {
      return true;
    }
    if (type == int.class || type == Integer.class) {
      return 7;
    }
    if (type == long.class || type == Long.class) {
      return 9007199254740993L; // not a double
    }
    if (type == double.class || type == Double.class) {
      return 0.5;
    }
    if (type == JsonElement.class) {
      return new JsonPrimitive("any");
    }
    if (type == JsonObject.class) {
      JsonObject object = new JsonObject();
      object.addProperty("any", 1);
      return object;
    }
    if (type.isEnum()) {
      Object[] constants = type.getEnumConstants();
      return constants[constants.length - 1];
    }
    if (type.isSealed()) {
      return record(type.getPermittedSubclasses()[0], sparse);
    }
    return record(type, sparse);
  }

  /** The type to decode a record as: its union, if it is a variant of one. */
  static Class<?> wireType(Class<?> type) {
    for (Class<?> parent : type.getInterfaces()) {
      if (parent.isAnnotationPresent(TaggedUnion.class)
          || parent.isAnnotationPresent(KeyedUnion.class)) {
        return parent;
      }
    }
    return type;
  }
}
