package dev.heddle.server.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.pty4j.PtyProcessBuilder;
import dev.heddle.server.image.Image;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The chat as a person starts it, with an offline model and lines that come through a pipe. */
@Timeout(180)
class ChatIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String SCENARIO =
      """
      {"rules":[
        {"match":"edit","responses":[
          [{"type":"message","text":"I shall change it."},
           {"type":"function_call","name":"exec_command","arguments":{"cmd":
             "apply_patch <<'EOF'\\n*** Begin Patch\\n*** Update File: f.txt\\n@@\\n-beta\\n+B\\n*** End Patch\\nEOF\\n"}}],
          [{"type":"message","text":"It is changed."}]]},
        {"match":"wait","responses":[[{"type":"message","text":"I shall."},{"type":"hang"}]]},
        {"responses":[[{"type":"message","text":"Hello to you."}]]}
      ]}
      """;

  @TempDir Path temporary;
  private Path folder;
  private Path launcher;

  @BeforeEach
  void files() throws IOException {
    folder = Files.createDirectory(temporary.resolve("folder")).toRealPath();
    Files.writeString(folder.resolve("f.txt"), "alpha\nbeta\n");
    Files.writeString(temporary.resolve("scenario.json"), SCENARIO);
    launcher = Image.underTest().watchedLauncher(temporary.resolve("layout"));
  }

  @Test
  void aFileIsEditedOnceThePersonHasSeenTheDiffAndSaysYes() throws Exception {
    String said = chat("hello", "edit the file", "what?", "a", "/quit");
    assertThat(said)
        .containsSubsequence(
            "conversation ",
            "Hello to you.",
            "I shall change it.",
            "-beta",
            "+B",
            "May these changes be made?",
            "It is changed.");
    assertThat(folder.resolve("f.txt")).hasContent("alpha\nB");
  }

  @Test
  void aFileStaysAsItIsWhenNobodySaysYes() throws Exception {
    String said = chat("edit the file", "d");
    assertThat(said).contains("May these changes be made?", "(changes: declined)");
    assertThat(folder.resolve("f.txt")).hasContent("alpha\nbeta");
  }

  @Test
  void commandsOfThePersonRunAndConversationsGoOn() throws Exception {
    String first = chat("hello", "!echo shell-$((40+2))", "/new", "/resume", "/nonsense");
    assertThat(first).contains("shell-42", "Hello to you.", "/resume [THREAD]");
    String thread = first.substring(first.indexOf("conversation ") + 13).lines().findFirst().get();
    assertThat(chat("/resume " + thread.strip(), "hello", "/resume not-a-thread"))
        .contains("conversation " + thread.strip() + ": hello", "Hello to you.");
  }

  @Test
  void ctrlCInATerminalStopsTheTurnAndNothingElse() throws Exception {
    Map<String, String> environment = new HashMap<>(System.getenv());
    prepare(environment, "xterm");
    Process chat =
        new PtyProcessBuilder(command().toArray(String[]::new))
            .setDirectory(folder.toString())
            .setEnvironment(environment)
            .start();
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          try {
            type(chat, ">", "wait\r");
            type(chat, "I shall.", "\u0003");
            type(chat, "(interrupted)", "");
            type(chat, ">", "hello\r");
            type(chat, "Hello to you.", "/quit\r");
            chat.getInputStream().transferTo(OutputStream.nullOutputStream());
            assertThat(chat.waitFor()).isZero();
          } finally {
            chat.destroyForcibly();
          }
        });
  }

  /** Types {@code keys} when the chat has said {@code text}. */
  private static void type(Process chat, String text, String keys) throws IOException {
    StringBuilder said = new StringBuilder();
    while (said.indexOf(text) < 0) {
      int next = chat.getInputStream().read();
      assertThat(next).as(said.toString()).isNotNegative();
      said.append((char) next);
    }
    chat.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    chat.getOutputStream().flush();
  }

  private List<String> command() {
    return List.of(
        launcher.toString(),
        "chat",
        "--home",
        temporary.resolve("home").toString(),
        "-c",
        "heddle.scenario=\"" + temporary.resolve("scenario.json") + "\"",
        "-c",
        "sandbox_mode=\"read-only\"");
  }

  private static void prepare(Map<String, String> environment, String terminal) {
    environment.put("TERM", terminal);
    List.of("OPENAI_BASE_URL", "HEDDLE_MODEL").forEach(environment::remove);
  }

  private String chat(String... lines) throws IOException, InterruptedException {
    Path output = Files.createTempFile(temporary, "said", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    prepare(builder.environment(), "dumb");
    Process process = builder.start();
    process
        .getOutputStream()
        .write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
    process.destroyForcibly();
    String said = Files.readString(output);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
