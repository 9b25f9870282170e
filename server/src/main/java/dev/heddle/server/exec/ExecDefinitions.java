package dev.heddle.server.exec;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** What models are told of the tools. The names are those that models were trained with. */
final class ExecDefinitions {
  static final JsonObject EXEC_COMMAND =
      definition(
          """
          {"type":"function","name":"exec_command","strict":false,
           "description":"Run a command in a shell. Answers with what it printed and its exit code; \
          if it is still running when the wait is over, with a session ID to go on with.",
           "parameters":{"type":"object","additionalProperties":false,"required":["cmd"],"properties":{
            "cmd":{"type":"string","description":"The command line, read by a shell."},
            "workdir":{"type":"string","description":"Directory to run in, relative to the working \
          directory; that directory when left out."},
            "shell":{"type":"string","description":"Path of another shell than the user's."},
            "login":{"type":"boolean","description":"Whether the shell reads the user's profile. \
          True when left out."},
            "tty":{"type":"boolean","description":"Whether the command gets a terminal, which it \
          needs to be typed into. False when left out: it gets pipes and no input."},
            "yield_time_ms":{"type":"number","description":"How long to wait for its end, 250 to \
          30000. 10000 when left out."},
            "max_output_tokens":{"type":"number","description":"How much output to return at most; \
          the middle is left out. 10000 when left out, which is also the most."},
            "sandbox_permissions":{"type":"string","enum":["use_default","require_escalated"],\
          "description":"require_escalated runs the command without the sandbox, after the user \
          has agreed."},
            "justification":{"type":"string","description":"With require_escalated: the question \
          the user is shown, in one sentence."},
            "prefix_rule":{"type":"array","items":{"type":"string"},"description":"With \
          require_escalated: leading words of the command that the user may allow for good, such \
          as [\\"npm\\", \\"test\\"]."}}}}
          """);

  static final JsonObject WRITE_STDIN =
      definition(
          """
          {"type":"function","name":"write_stdin","strict":false,
           "description":"Type into a command that is still running, or see what it has printed \
          since.",
           "parameters":{"type":"object","additionalProperties":false,"required":["session_id"],\
          "properties":{
            "session_id":{"type":"number","description":"The session ID that exec_command \
          answered with."},
            "chars":{"type":"string","description":"What to type, with a line end where one is \
          meant. Left out or empty, only looks."},
            "yield_time_ms":{"type":"number","description":"How long to wait. After typing 250 \
          when left out, at most 30000; when looking 5000 at least, at most 300000."},
            "max_output_tokens":{"type":"number","description":"How much output to return at \
          most. 10000 when left out, which is also the most."}}}}
          """);

  private ExecDefinitions() {}

  /** The same where a turn asks for a sandbox and this machine has none. */
  static JsonObject withoutSandbox(String problem) {
    JsonObject definition = EXEC_COMMAND.deepCopy();
    definition.addProperty(
        "description",
        definition.get("description").getAsString()
            + " This machine has no sandbox ("
            + problem
            + "): a command that is not known to be harmless needs the user's approval, and is"
            + " refused where the user may not be asked.");
    return definition;
  }

  private static JsonObject definition(String json) {
    return JsonParser.parseString(json).getAsJsonObject();
  }
}
