package dev.heddle.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VersionTest {
  @Test
  void theConstantIsThePomsVersion() throws IOException {
    String pom = Files.readString(Path.of(System.getProperty("heddle.root", ".."), "pom.xml"));
    assertThat(pom).containsPattern("<version>" + Version.NUMBER + "(-SNAPSHOT)?</version>");
  }
}
