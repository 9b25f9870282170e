package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The registry of wire types: which Java types have a JSON form and what it is. The list is closed:
 * records, enums, the two kinds of union, scalars, lists, maps with string keys and any JSON;
 * asking for another type is a fault of the program.
 *
 * <p>Thread-safe. A type is built on first use and then kept; building it looks at no other type,
 * so types may refer to each other.
 */
final class WireTypes {
  private static final Map<Class<?>, WireType<?>> KNOWN = new ConcurrentHashMap<>();

  private WireTypes() {}

  /** The form of a class without type arguments. */
  static WireType<?> of(Class<?> type) {
    WireType<?> known = KNOWN.get(type);
    if (known != null) {
      return known;
    }
    WireType<?> built = build(type);
    WireType<?> earlier = KNOWN.putIfAbsent(type, built);
    return earlier != null ? earlier : built;
  }

  /**
   * The name of a type as a record component or type argument declares it: of a class its own; of a
   * list {@code [} and its element's, of a map {@code &#123;} and its value's, either after {@code
   * ?} when it may be null.
   */
  static String name(AnnotatedType type) {
    if (type instanceof AnnotatedParameterizedType generic) {
      Class<?> raw = (Class<?>) ((ParameterizedType) generic.getType()).getRawType();
      AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
      if (raw == List.class) {
        return '[' + elementName(arguments[0]);
      }
      if (raw == Map.class && arguments[0].getType() == String.class) {
        return '{' + elementName(arguments[1]);
      }
    }
    if (type.getType() instanceof Class<?> plain) {
      return plain.getName();
    }
    throw new IllegalArgumentException("no wire form for " + type);
  }

  private static String elementName(AnnotatedType type) {
    return isNullable(type) ? '?' + name(type) : name(type);
  }

  /** The form of the type that has this {@linkplain #name name}. */
  static WireType<?> named(String name, ClassLoader loader) {
    return switch (name.charAt(0)) {
      case '[' -> new ListType<>(elementNamed(name.substring(1), loader));
      case '{' -> new MapType<>(elementNamed(name.substring(1), loader));
      default -> of(classNamed(name, loader));
    };
  }

  @SuppressWarnings("unchecked") // the element type of the component that will hold the list
  private static WireType<Object> elementNamed(String name, ClassLoader loader) {
    return name.charAt(0) == '?'
        ? new NullableType<>((WireType<Object>) named(name.substring(1), loader))
        : (WireType<Object>) named(name, loader);
  }

  static Class<?> classNamed(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("a form is of a class that is gone: " + name, e);
    }
  }

  /** Whether a value of this declared type may be null. */
  static boolean isNullable(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class);
  }

  private static WireType<?> build(Class<?> type) {
    if (type == String.class) {
      return ScalarType.STRING;
    }
    if (type == boolean.class || type == Boolean.class) {
      return ScalarType.BOOLEAN;
    }
    if (type == double.class || type == Double.class) {
      return ScalarType.DOUBLE;
    }
    if (type == int.class || type == Integer.class) {
      return IntegerType.I32;
    }
    if (type == long.class || type == Long.class) {
      return IntegerType.I64;
    }
    if (JsonElement.class.isAssignableFrom(type)) {
      return new JsonType<>(type.asSubclass(JsonElement.class));
    }
    if (type == NoParams.class) {
      return new UnitType();
    }
    if (type.isEnum()) {
      return enumType(type);
    }
    if (type.isInterface()) {
      Marks marks = TypeMarks.of(type).type();
      if (marks.has(Marks.TAGGED)) {
        return new TaggedUnionType<>(type);
      }
      if (marks.has(Marks.KEYED)) {
        return new KeyedUnionType<>(type);
      }
    }
    if (type.isRecord()) {
      for (Class<?> parent : type.getInterfaces()) {
        // Inside its union a record has a key around it, which is no part of the record itself.
        if (TypeMarks.of(parent).type().has(Marks.KEYED)) {
          return of(parent);
        }
      }
      return new RecordType<>(type.asSubclass(Record.class));
    }
    throw new IllegalArgumentException("no wire form for " + type.getName());
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // there is no way to name "some enum" as a type
  private static WireType<?> enumType(Class<?> type) {
    return new EnumType(type);
  }
}
