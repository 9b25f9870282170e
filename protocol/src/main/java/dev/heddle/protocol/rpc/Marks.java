package dev.heddle.protocol.rpc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a type, a record component or an enum constant beside its Java declaration: its
 * name on the wire, what absent and null mean, and so on. Immutable.
 *
 * <p>As text it is one line: the Java name and then the marks, each {@code mark} or {@code
 * mark=value}, with tabs in between.
 */
final class Marks {
  /** Its name on the wire, where that is not the Java name. */
  static final String AS = "as";

  /** Further names that it is read by, with commas in between. */
  static final String OR = "or";

  /** May be null. */
  static final String NULL = "null";

  /** {@link Required}. */
  static final String REQUIRED = "required";

  /** {@link OmitNull}. */
  static final String OMIT = "omit";

  /** {@link Unsigned}, with its width. */
  static final String UNSIGNED = "unsigned";

  /** {@link Defaulted}, with its value. */
  static final String DEFAULT = "default";

  /** {@link Experimental}, with its descriptor. */
  static final String EXPERIMENTAL = "experimental";

  /** The {@linkplain WireTypes#named form} of a list, map or {@link Settable}. */
  static final String OF = "of";

  /** {@link TaggedUnion}, with its tag. */
  static final String TAGGED = "tagged";

  /** The variant that has no tag. */
  static final String UNTAGGED = "untagged";

  /** {@link KeyedUnion}. */
  static final String KEYED = "keyed";

  /** {@link Variant}, with its name. */
  static final String VARIANT = "variant";

  /** {@link OptionalParams}. */
  static final String OPTIONAL = "optional";

  private final String name;
  private final Map<String, String> values;

  Marks(String name, Map<String, String> values) {
    this.name = name;
    this.values = values;
  }

  static Marks parse(String line) {
    Map<String, String> values = new LinkedHashMap<>();
    int end = end(line, 0);
    String name = line.substring(0, end);
    while (end < line.length()) {
      int from = end + 1;
      end = end(line, from);
      int equals = line.indexOf('=', from);
      if (equals < 0 || equals > end) {
        values.put(line.substring(from, end), "");
      } else {
        values.put(line.substring(from, equals), line.substring(equals + 1, end));
      }
    }
    return new Marks(name, values);
  }

  private static int end(String line, int from) {
    int tab = line.indexOf('\t', from);
    return tab < 0 ? line.length() : tab;
  }

  /** The Java name. */
  String name() {
    return name;
  }

  boolean has(String mark) {
    return values.containsKey(mark);
  }

  /** The mark's value, empty if it has none; null without the mark. */
  @Nullable String value(String mark) {
    return values.get(mark);
  }

  /** The name on the wire. */
  String wireName() {
    return values.getOrDefault(AS, name);
  }

  /** Further names that it is read by. */
  List<String> alternates() {
    String names = values.get(OR);
    return names == null ? List.of() : List.of(names.split(","));
  }

  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(name);
    values.forEach((mark, value) -> {
      line.append('\t').append(mark);
      if (!value.isEmpty()) {
        line.append('=').append(value);
      }
    });
    return line.toString();
  }
}
