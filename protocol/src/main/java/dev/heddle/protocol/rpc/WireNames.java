package dev.heddle.protocol.rpc;

import java.util.Locale;

/** The names of Java declarations on the wire. */
final class WireNames {
  private WireNames() {}

  /** The name of a record in its union. */
  static String ofVariant(Class<?> variant) {
    String name = TypeMarks.of(variant).type().value(Marks.VARIANT);
    if (name == null) {
      throw new IllegalStateException(variant.getName() + " lacks @Variant");
    }
    return name;
  }

  /**
   * The descriptor of an experimental variant: {@code askForApproval.granular}.
   *
   * @param mark the descriptor that it is marked with; empty for none
   */
  static String descriptor(String mark, Class<?> owner, String wireName) {
    if (!mark.isEmpty()) {
      return mark;
    }
    String type = owner.getSimpleName();
    return type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1) + '.' + wireName;
  }
}
