package dev.heddle.server.exec;

import dev.heddle.server.process.ChildEnvironment;
import dev.heddle.server.thread.TurnSettings;
import java.util.Map;

/** The environment of commands: nobody pages, colours or translates for a model. */
final class ExecEnvironment {
  private ExecEnvironment() {}

  /** The whole environment of a command in a turn with these settings. */
  static Map<String, String> of(TurnSettings settings, boolean terminal) {
    Map<String, String> environment = settings.environmentPolicy().of(ChildEnvironment.inherited());
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
