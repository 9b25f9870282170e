package dev.heddle.server.exec;

import dev.heddle.server.process.ChildEnvironment;
import java.util.Map;

/** The environment of commands: nobody pages, colours or translates for a model. */
public final class ExecEnvironment {
  private ExecEnvironment() {}

  /** The whole environment. */
  public static Map<String, String> of(boolean terminal) {
    Map<String, String> environment = ChildEnvironment.inherited();
    environment.put("TERM", terminal ? "xterm" : "dumb");
    environment.put("NO_COLOR", "1");
    environment.put("COLORTERM", "");
    environment.put("PAGER", "cat");
    environment.put("GIT_PAGER", "cat");
    environment.put("GH_PAGER", "cat");
    environment.put("LANG", "C.UTF-8");
    environment.put("LC_ALL", "C.UTF-8");
    return environment;
  }
}
