package dev.heddle.protocol.rpc;

import com.google.gson.annotations.SerializedName;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@link Marks} off annotations. */
final class AnnotationMarks {
  private AnnotationMarks() {}

  static TypeMarks of(Class<?> type) {
    List<Marks> members = new ArrayList<>();
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        members.add(ofComponent(component));
      }
    } else if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        members.add(ofConstant(type, ((Enum<?>) constant).name()));
      }
    }
    return new TypeMarks(ofType(type), members);
  }

  private static Marks ofType(Class<?> type) {
    Map<String, String> marks = new LinkedHashMap<>();
    TaggedUnion tagged = type.getAnnotation(TaggedUnion.class);
    if (tagged != null) {
      marks.put(Marks.TAGGED, tagged.value());
      if (!tagged.untagged().isEmpty()) {
        marks.put(Marks.UNTAGGED, tagged.untagged());
      }
    }
    putIf(type.isAnnotationPresent(KeyedUnion.class), marks, Marks.KEYED);
    Variant variant = type.getAnnotation(Variant.class);
    if (variant != null) {
      marks.put(Marks.VARIANT, variant.value());
      putAlternates(variant.alternate(), marks);
    }
    putIf(type.isAnnotationPresent(OptionalParams.class), marks, Marks.OPTIONAL);
    putExperimental(type, marks);
    return new Marks(type.getSimpleName(), marks);
  }

  private static Marks ofConstant(Class<?> type, String name) {
    Map<String, String> marks = new LinkedHashMap<>();
    putNames(type, name, marks);
    putExperimental(field(type, name), marks);
    return new Marks(name, marks);
  }

  private static Marks ofComponent(RecordComponent component) {
    Map<String, String> marks = new LinkedHashMap<>();
    putNames(component.getDeclaringRecord(), component.getName(), marks);
    AnnotatedType declared = component.getAnnotatedType();
    putIf(WireTypes.isNullable(declared), marks, Marks.NULL);
    putIf(component.isAnnotationPresent(Required.class), marks, Marks.REQUIRED);
    putIf(component.isAnnotationPresent(OmitNull.class), marks, Marks.OMIT);
    Unsigned unsigned = component.getAnnotation(Unsigned.class);
    if (unsigned != null) {
      marks.put(Marks.UNSIGNED, Integer.toString(unsigned.value()));
    }
    Defaulted defaulted = component.getAnnotation(Defaulted.class);
    if (defaulted != null) {
      marks.put(Marks.DEFAULT, defaulted.value());
    }
    putExperimental(component, marks);
    if (declared instanceof AnnotatedParameterizedType generic) {
      AnnotatedType value =
          component.getType() == Settable.class
              ? generic.getAnnotatedActualTypeArguments()[0]
              : declared;
      marks.put(Marks.OF, WireTypes.name(value));
    }
    return new Marks(component.getName(), marks);
  }

  private static void putIf(boolean present, Map<String, String> marks, String mark) {
    if (present) {
      marks.put(mark, "");
    }
  }

  private static void putExperimental(AnnotatedElement element, Map<String, String> marks) {
    Experimental mark = element.getAnnotation(Experimental.class);
    if (mark != null) {
      marks.put(Marks.EXPERIMENTAL, mark.value());
    }
  }

  // The annotation sits on the field: it is not applicable to record components themselves.
  private static void putNames(Class<?> owner, String javaName, Map<String, String> marks) {
    SerializedName given = field(owner, javaName).getAnnotation(SerializedName.class);
    if (given != null) {
      marks.put(Marks.AS, given.value());
      putAlternates(given.alternate(), marks);
    }
  }

  private static void putAlternates(String[] names, Map<String, String> marks) {
    if (names.length > 0) {
      marks.put(Marks.OR, String.join(",", names));
    }
  }

  private static AnnotatedElement field(Class<?> owner, String javaName) {
    try {
      return owner.getDeclaredField(javaName);
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(owner.getName() + " has no field " + javaName, e);
    }
  }
}
