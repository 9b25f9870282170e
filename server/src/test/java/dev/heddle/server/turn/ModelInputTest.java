package dev.heddle.server.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.UserInput;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Local pictures as the model is shown them. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ModelInputTest {
  @TempDir Path folder;

  private static JsonObject shown(Path file) {
    return new ModelInput(1 << 20).of(new UserInput.LocalImage(null, file.toString()));
  }

  private static byte[] picture(int bytes) {
    return Arrays.copyOf("GIF89a".getBytes(StandardCharsets.US_ASCII), bytes);
  }

  @Test
  void aPictureIsShown() throws IOException {
    Path file =
        Files.writeString(folder.resolve("a.png"), "GIF89a and more", StandardCharsets.US_ASCII);
    assertThat(shown(file).get("image_url").getAsString())
        .isEqualTo("data:image/gif;base64,R0lGODlhIGFuZCBtb3Jl");
  }

  @Test
  void whatOnlyHasTheNameOfAPictureIsNotShown() throws IOException {
    Path file = Files.writeString(folder.resolve("a.png"), "abc");
    assertThat(shown(file).get("text").getAsString()).isEqualTo("[" + file + " is not an image]");
  }

  @Test
  void picturesBeyondTheBoundAreNamed() throws IOException {
    Path file = Files.write(folder.resolve("a.gif"), picture(300));
    String url = "data:image/gif;base64," + Base64.getEncoder().encodeToString(picture(300));
    ModelInput shown = new ModelInput(3L * url.length());
    UserInput local = new UserInput.LocalImage(null, file.toString());
    UserInput inline = new UserInput.Image(url, null, null);
    assertThat(shown.of(local).get("image_url").getAsString()).isEqualTo(url);
    assertThat(shown.of(inline).get("image_url").getAsString()).isEqualTo(url);
    Path larger = Files.write(folder.resolve("b.gif"), picture(301));
    assertThat(
            shown.of(new UserInput.LocalImage(null, larger.toString())).get("text").getAsString())
        .isEqualTo("[" + larger + " is too large to show]");
    assertThat(shown.of(local).get("image_url").getAsString()).as("it fits").isEqualTo(url);
    assertThat(shown.of(local).get("text").getAsString())
        .isEqualTo("[" + file + " is too large to show]");
    assertThat(shown.of(inline).get("text").getAsString())
        .isEqualTo("[a picture is too large to show]");
    assertThat(shown.of(new UserInput.Text("text", List.of())).get("text").getAsString())
        .isEqualTo("text");
  }

  @Test
  void aPipeIsNotWaitedFor() throws Exception {
    boolean any =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "mkfifo")));
    assumeTrue(any, "no mkfifo");
    Path pipe = folder.resolve("a.png");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(shown(pipe).get("text").getAsString()).isEqualTo("[" + pipe + " could not be read]");
  }

  @Test
  void aDeviceIsNotReadToItsEnd() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("a.png"), Path.of("/dev/zero"));
    assertThat(shown(link).get("text").getAsString()).isEqualTo("[" + link + " could not be read]");
  }
}
