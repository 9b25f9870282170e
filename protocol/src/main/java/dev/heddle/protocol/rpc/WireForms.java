package dev.heddle.protocol.rpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.WireForm.Plain;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.util.ArrayList;
import java.util.List;

/**
 * The descriptions of Java types as JSON, for generators of schemas. They are read off the same
 * objects that encode and decode, so that what they say is what happens. Thread-safe.
 */
public final class WireForms {
  private WireForms() {}

  /**
   * The description of an enum, record, union or alias.
   *
   * @throws IllegalArgumentException if {@code type} is none, or has no form on the wire
   */
  public static WireDeclaration of(Class<?> type) {
    if (type.isAnnotation()) {
      return new WireDeclaration.Alias(type, aliased(type));
    }
    WireType<?> wire = WireTypes.of(type);
    if (wire instanceof EnumType<?> constants) {
      return constants.describe();
    }
    if (wire instanceof RecordType<?> object) {
      return new WireDeclaration.Members(type, object.describe());
    }
    if (wire instanceof TaggedUnionType<?> union) {
      return union.describe();
    }
    if (wire instanceof KeyedUnionType<?> union) {
      return union.describe();
    }
    throw new IllegalArgumentException(type.getName() + " is described where it is used");
  }

  /**
   * What annotations say of a type and its members, as text for {@link WrittenMarks}; read anew,
   * whatever is written down.
   */
  public static String marks(Class<?> type) {
    return AnnotationMarks.of(type).text();
  }

  static WireForm of(OneOf alternatives) {
    List<WireForm> forms = new ArrayList<>();
    for (Class<?> each : alternatives.value()) {
      forms.add(named(each));
    }
    for (Class<?> each : alternatives.listsOf()) {
      forms.add(new WireForm.Sequence(named(each)));
    }
    return forms.size() == 1 ? forms.get(0) : new WireForm.Either(List.copyOf(forms));
  }

  private static WireForm named(Class<?> type) {
    return type.isAnnotation() ? new WireForm.Declared(type) : of(WireTypes.of(type));
  }

  /** The form of a type as it is declared, with the aliases that stand there. */
  static WireForm of(AnnotatedType declared, WireType<?> wire) {
    if (wire instanceof NullableType<?> nullable) {
      return new WireForm.OrNull(of(declared, nullable.type()));
    }
    for (Annotation each : declared.getAnnotations()) {
      if (each.annotationType().isAnnotationPresent(OneOf.class)) {
        return alias(each.annotationType(), wire);
      }
    }
    if (declared instanceof AnnotatedParameterizedType generic) {
      AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
      if (wire instanceof ListType<?> list) {
        return new WireForm.Sequence(of(arguments[0], list.element()));
      }
      if (wire instanceof MapType<?> map) {
        return new WireForm.Dictionary(of(arguments[1], map.value()));
      }
    }
    return of(wire);
  }

  private static WireForm alias(Class<?> alias, WireType<?> wire) {
    WireForm form = of(wire);
    boolean isJson = form == Plain.ANY || form == Plain.ANY_OBJECT || form == Plain.ANY_ARRAY;
    if (!isJson && !form.equals(aliased(alias))) {
      throw new IllegalArgumentException(alias.getSimpleName() + " is no name for " + form);
    }
    return new WireForm.Declared(alias);
  }

  private static WireForm aliased(Class<?> alias) {
    OneOf forms = alias.getAnnotation(OneOf.class);
    if (forms == null) {
      throw new IllegalArgumentException(alias.getName() + " is no alias");
    }
    return of(forms);
  }

  static WireForm of(WireType<?> wire) {
    if (wire.equals(ScalarType.STRING)) {
      return Plain.TEXT;
    }
    if (wire.equals(ScalarType.BOOLEAN)) {
      return Plain.FLAG;
    }
    if (wire.equals(ScalarType.DOUBLE)) {
      return Plain.NUMBER;
    }
    if (wire instanceof IntegerType integer) {
      return integer.describe();
    }
    if (wire instanceof ListType<?> list) {
      return new WireForm.Sequence(of(list.element()));
    }
    if (wire instanceof MapType<?> map) {
      return new WireForm.Dictionary(of(map.value()));
    }
    if (wire instanceof NullableType<?> nullable) {
      return new WireForm.OrNull(of(nullable.type()));
    }
    if (wire instanceof JsonType<?> json) {
      return json.javaType() == JsonObject.class
          ? Plain.ANY_OBJECT
          : json.javaType() == JsonArray.class ? Plain.ANY_ARRAY : Plain.ANY;
    }
    return new WireForm.Declared(declaredType(wire));
  }

  private static Class<?> declaredType(WireType<?> wire) {
    if (wire instanceof EnumType<?> constants) {
      return constants.javaType();
    }
    if (wire instanceof RecordType<?> object) {
      return object.javaType();
    }
    if (wire instanceof TaggedUnionType<?> union) {
      return union.javaType();
    }
    if (wire instanceof KeyedUnionType<?> union) {
      return union.javaType();
    }
    throw new IllegalArgumentException("no description of " + wire.getClass().getSimpleName());
  }
}
