package dev.heddle.server.process;

import java.util.HashMap;
import java.util.Map;

/** The environment that commands inherit: this process's, without what is the server's own. */
public final class ChildEnvironment {
  /** Marks all processes of one command; see {@link ProcessTree}. */
  static final String MARK = "HEDDLE_COMMAND";

  private static final String OUTER = "HEDDLE_OUTER_";
  private static final String OURS = "HEDDLE_";

  private ChildEnvironment() {}

  /** A copy that may be changed. */
  public static Map<String, String> inherited() {
    return of(System.getenv());
  }

  static Map<String, String> of(Map<String, String> environment) {
    Map<String, String> inherited = new HashMap<>();
    environment.forEach((name, value) -> {
      if (name.startsWith(OUTER)) {
        inherited.put(name.substring(OUTER.length()), value); // the launcher put it aside
      } else if (!name.startsWith(OURS)) {
        inherited.putIfAbsent(name, value);
      }
    });
    return inherited;
  }
}
