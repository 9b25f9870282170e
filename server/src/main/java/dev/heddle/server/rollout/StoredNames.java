package dev.heddle.server.rollout;

/**
 * Names in the wire's spelling, {@code camelCase}, and in those of rollouts, {@code snake_case} and
 * {@code kebab-case}. By hand, because Guava's {@code CaseFormat} has a start load forty classes.
 */
public final class StoredNames {
  private StoredNames() {}

  /** {@code camelCase} → {@code snake_case}. */
  public static String snake(String camel) {
    return parted(camel, '_');
  }

  /** {@code camelCase} → {@code kebab-case}. */
  public static String kebab(String camel) {
    return parted(camel, '-');
  }

  /** {@code snake_case} or {@code kebab-case} → {@code camelCase}. */
  public static String camel(String stored) {
    StringBuilder camel = new StringBuilder(stored.length());
    boolean begins = false;
    for (int i = 0; i < stored.length(); i++) {
      char c = stored.charAt(i);
      if (c == '_' || c == '-') {
        begins = true;
      } else {
        camel.append(begins ? upper(c) : lower(c));
        begins = false;
      }
    }
    return camel.toString();
  }

  /** {@code UpperCamelCase} → {@code camelCase}. */
  public static String lowerFirst(String camel) {
    return camel.isEmpty() ? camel : lower(camel.charAt(0)) + camel.substring(1);
  }

  private static String parted(String camel, char separator) {
    StringBuilder parted = new StringBuilder(camel.length() + 4);
    for (int i = 0; i < camel.length(); i++) {
      char c = camel.charAt(i);
      if (i > 0 && lower(c) != c) {
        parted.append(separator);
      }
      parted.append(lower(c));
    }
    return parted.toString();
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
  }

  private static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
  }
}
