package dev.heddle.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.image.Image;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The chat as a person starts it, with an offline model and lines that come through a pipe. */
@Timeout(180)
class ChatIT {
  private static final String SCENARIO =
      """
      {"rules":[
        {"match":"edit","responses":[
          [{"type":"message","text":"I shall change it."},
           {"type":"function_call","name":"exec_command","arguments":{"cmd":
             "apply_patch <<'EOF'\\n*** Begin Patch\\n*** Update File: f.txt\\n@@\\n-beta\\n+B\\n*** End Patch\\nEOF\\n"}}],
          [{"type":"message","text":"It is changed."}]]},
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

  private String chat(String... lines) throws IOException, InterruptedException {
    Path output = Files.createTempFile(temporary, "said", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                launcher.toString(),
                "chat",
                "--home",
                temporary.resolve("home").toString(),
                "-c",
                "heddle.scenario=\"" + temporary.resolve("scenario.json") + "\"",
                "-c",
                "sandbox_mode=\"read-only\"")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("TERM", "dumb");
    List.of("OPENAI_BASE_URL", "HEDDLE_MODEL").forEach(builder.environment()::remove);
    Process process = builder.start();
    process
        .getOutputStream()
        .write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    process.destroyForcibly();
    String said = Files.readString(output);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
