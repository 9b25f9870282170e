package dev.heddle.schema;

import dev.heddle.protocol.rpc.WireForms;
import dev.heddle.protocol.v2.AppServerMethods;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The Java source of what the annotations of the protocol's types say: a process that looks it up
 * there does not have to read annotations, which takes a start 20 ms.
 */
final class WrittenMarksFile {
  static final String NAME = "AnnotationsOfV2.java";

  private static final String PACKAGE = AppServerMethods.class.getPackageName();

  private WrittenMarksFile() {}

  static String text() {
    StringBuilder cases = new StringBuilder();
    for (Class<?> type : types()) {
      cases.append("case \"%s\" -> \"%s\";\n".formatted(shortName(type), escaped(type)));
    }
    return """
    package %s;

    import dev.heddle.protocol.rpc.WrittenMarks;
    import org.jspecify.annotations.Nullable;

    /** What the annotations of this package say. Written by {@code ./heddle schema}. */
    final class AnnotationsOfV2 implements WrittenMarks {
      @Override
      public @Nullable String of(Class<?> type) {
        return type.getPackageName().equals("%s")
            ? of(type.getName().substring(%d))
            : null;
      }

      private static @Nullable String of(String name) {
        return switch (name) {
          %sdefault -> null;
        };
      }
    }
    """
        .formatted(PACKAGE, PACKAGE, PACKAGE.length() + 1, cases);
  }

  private static SortedSet<Class<?>> types() {
    Contract contract = new Contract(true);
    SortedSet<Class<?>> types = new TreeSet<>(Comparator.comparing(Class::getName));
    contract.reachableFrom(contract.exported().stream().toList()).stream()
        .flatMap(type -> Stream.concat(Stream.of(type), variants(type)))
        .filter(type -> !type.isAnnotation() && type.getPackageName().equals(PACKAGE))
        .forEach(types::add);
    return types;
  }

  private static Stream<Class<?>> variants(Class<?> type) {
    return type.isSealed() ? Stream.of(type.getPermittedSubclasses()) : Stream.of();
  }

  private static String shortName(Class<?> type) {
    return type.getName().substring(PACKAGE.length() + 1);
  }

  private static String escaped(Class<?> type) {
    StringBuilder text = new StringBuilder();
    for (char c : WireForms.marks(type).toCharArray()) {
      switch (c) {
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '"', '\\' -> text.append('\\').append(c);
        default -> text.append(c);
      }
    }
    return text.toString();
  }

  /** For a comparison: without the blanks and the breaks that a formatter puts in. */
  static String unformatted(String source) {
    return String.join("", List.of(source.split("\\s+"))).replace("\"+\"", "");
  }
}
