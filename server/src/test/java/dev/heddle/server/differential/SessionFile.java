package dev.heddle.server.differential;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.conform.stage.ModelAnswer;
import dev.heddle.server.conform.stage.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A written session: its name, its text and the steps the text stands for.
 *
 * <p>One step a line; a line that begins with a blank continues the one before it; {@code #} begins
 * a comment line. {@code $NAME} inside JSON stands for something named earlier, {@code $cwd} for
 * the working folder, {@code $home} for the server's home.
 *
 * <pre>
 * == TITLE                      a heading; differences name the section they occurred in
 * config LINE                   a line at the top of config.toml, before the next start
 * provider LINE                 a line in the model provider's table
 * file NAME "TEXT"              a file in the working folder, or below $home/
 * model OP | OP ...             the model's next answer, see {@link ModelAnswer}
 * forget                        drop the answers that the model has not given yet
 * connect [stable | {...}]      start, initialize, initialized; with the given capabilities
 * launch                        start only
 * &gt; METHOD [JSON]              request; waits for the response
 * &gt;&gt; METHOD [JSON]             request; does not wait
 * answers                       wait for all responses
 * -&gt; METHOD [JSON]             notification
 * raw LINE                      any line, as it is
 * answer ID                     wait for the response to a raw line
 * sync                          a round trip that is not part of the transcript
 * let NAME = PATH               names a part of the last result: thread.id, data[0].id
 * turn THREAD "TEXT" [JSON] [as NAME]   a whole turn: turn/start up to its turn/completed
 * await METHOD [JSON]           wait for a notification, holding JSON, that came after the last
 *                               request was sent or the last gate was opened
 * reply METHOD [JSON]           wait for a request of the server, as await does; send this result
 * maybe METHOD [JSON]           what the peer sends at times only; not compared up to the next ==
 * reached GATE / open GATE      gates inside the model's answers
 * stop / kill                   end the server: stdin closed, or SIGKILL
 * </pre>
 *
 * <p><b>Errors.</b> {@link IllegalArgumentException} names the file and the line.
 */
record SessionFile(String name, String text, List<Step> steps) {

  /** Reads every {@code *.session} file of a folder, in the order of their names. */
  static List<SessionFile> readAll(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".session"))
          .sorted()
          .map(SessionFile::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SessionFile read(Path file) {
    String fileName = file.getFileName().toString();
    try {
      return parse(fileName.replaceFirst("\\.session$", ""), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SessionFile parse(String name, String text) {
    List<Step> steps = new ArrayList<>();
    StringBuilder pending = new StringBuilder();
    int pendingLine = 0;
    int lineNumber = 0;
    for (String line : (text + "\n#").split("\n", -1)) {
      lineNumber++;
      boolean continues = !line.isEmpty() && Character.isWhitespace(line.charAt(0));
      if (continues) {
        pending.append(' ').append(line.strip());
        continue;
      }
      if (!pending.isEmpty()) {
        try {
          steps.add(step(pending.toString()));
        } catch (RuntimeException e) {
          throw new IllegalArgumentException(
              name + ".session, line " + pendingLine + ": " + e.getMessage() + ": " + pending, e);
        }
        pending.setLength(0);
      }
      if (!line.isBlank() && !line.startsWith("#")) {
        pending.append(line.strip());
        pendingLine = lineNumber;
      }
    }
    return new SessionFile(name, text, List.copyOf(steps));
  }

  private static Step step(String line) {
    int blank = line.indexOf(' ');
    String word = blank < 0 ? line : line.substring(0, blank);
    String rest = blank < 0 ? "" : line.substring(blank + 1).strip();
    return switch (word) {
      case "==" -> new Step.Section(rest);
      case "config" -> new Step.Config(rest);
      case "provider" -> new Step.ProviderConfig(rest);
      case "model" -> new Step.Model(ModelAnswer.parse(rest));
      case "forget" -> new Step.ForgetAnswers();
      case "launch" -> new Step.Launch();
      case "raw" -> new Step.Raw(rest);
      case "answers" -> new Step.Answers();
      case "sync" -> new Step.Sync();
      case "stop" -> new Step.Stop();
      case "kill" -> new Step.Kill();
      case "reached" -> new Step.Reached(rest);
      case "open" -> new Step.Open(rest);
      default -> stepOfWords(word, new Words(rest));
    };
  }

  private static Step stepOfWords(String word, Words rest) {
    Step step =
        switch (word) {
          case "connect" -> new Step.Connect(capabilities(rest));
          case ">" -> new Step.Request(rest.word(), rest.optionalJson(), true);
          case ">>" -> new Step.Request(rest.word(), rest.optionalJson(), false);
          case "->" -> new Step.Notify(rest.word(), rest.optionalJson());
          case "await" -> new Step.Await(rest.word(), rest.optionalJson());
          case "reply" -> new Step.Reply(rest.word(), rest.optionalJson());
          case "maybe" -> new Step.Maybe(rest.word(), rest.optionalJson());
          case "answer" -> new Step.Answer(rest.json());
          case "file" -> new Step.WorkFile(rest.word(), rest.text());
          case "let" -> let(rest);
          case "turn" -> turn(rest);
          default -> throw new IllegalArgumentException("unknown word " + word);
        };
    rest.end();
    return step;
  }

  private static @Nullable JsonObject capabilities(Words rest) {
    if (rest.skip("stable")) {
      return null;
    }
    JsonElement given = rest.optionalJson();
    JsonObject capabilities = given == null ? new JsonObject() : given.getAsJsonObject();
    if (given == null) {
      capabilities.addProperty("experimentalApi", true);
    }
    return capabilities;
  }

  private static Step let(Words rest) {
    String name = rest.word();
    if (!rest.skip("=")) {
      throw new IllegalArgumentException("a let needs =");
    }
    return new Step.Let(name, rest.word());
  }

  private static Step turn(Words rest) {
    String thread = rest.word();
    String text = rest.text();
    JsonElement more = rest.optionalJson();
    String name = rest.skip("as") ? rest.word() : null;
    return new Step.Turn(thread, text, more == null ? null : more.getAsJsonObject(), name);
  }
}
