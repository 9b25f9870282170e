package dev.heddle.server.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.UserInput;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Local pictures as the model is shown them. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ModelInputTest {
  @TempDir Path folder;

  private static JsonObject shown(Path file) {
    return ModelInput.of(new UserInput.LocalImage(null, file.toString()));
  }

  @Test
  void aPictureIsShown() throws IOException {
    Path file = Files.writeString(folder.resolve("a.png"), "abc");
    assertThat(shown(file).get("image_url").getAsString()).isEqualTo("data:image/png;base64,YWJj");
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
