package dev.heddle.protocol.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Marks} of a type and of its record components or enum constants, in their order.
 *
 * <p>They come from annotations, which takes a new process milliseconds for each kind of them and
 * more for each type; so those of types that are known beforehand are {@linkplain WrittenMarks
 * written down}. Immutable.
 *
 * @param type the type's own
 * @param members those of its components or constants
 */
record TypeMarks(Marks type, List<Marks> members) {
  private static final Map<Class<?>, TypeMarks> KNOWN = new ConcurrentHashMap<>();
  private static volatile @Nullable WrittenMarks written;

  /** Has types looked up here first. */
  static void lookUpIn(WrittenMarks marks) {
    written = marks;
  }

  /** Of this type, whatever it is. */
  static TypeMarks of(Class<?> type) {
    TypeMarks known = KNOWN.get(type);
    if (known == null) {
      WrittenMarks marks = written;
      String text = marks == null ? null : marks.of(type);
      known = text == null ? AnnotationMarks.of(type) : parse(text);
      KNOWN.put(type, known);
    }
    return known;
  }

  /**
   * The same of a type whose members are known to have these names: what is written down of another
   * version of it does not count.
   */
  static TypeMarks of(Class<?> type, List<String> memberNames) {
    TypeMarks known = of(type);
    if (!known.members.stream().map(Marks::name).toList().equals(memberNames)) {
      known = AnnotationMarks.of(type);
      KNOWN.put(type, known);
    }
    return known;
  }

  static TypeMarks parse(String text) {
    List<Marks> lines = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int end = text.indexOf('\n', from);
      end = end < 0 ? text.length() : end;
      lines.add(Marks.parse(text.substring(from, end)));
      from = end + 1;
    }
    return new TypeMarks(lines.get(0), lines.subList(1, lines.size()));
  }

  /** As text: a line for the type and one for each member. */
  String text() {
    StringBuilder text = new StringBuilder(type.toString());
    members.forEach(member -> text.append('\n').append(member));
    return text.toString();
  }
}
