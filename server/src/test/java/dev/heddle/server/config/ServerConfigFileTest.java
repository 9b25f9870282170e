package dev.heddle.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonPrimitive;
import dev.heddle.server.testkit.OtherOwner;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerConfigFileTest {
  @TempDir Path home;

  @Test
  void whatIsWrittenCountsAtOnceAndAfterTheNextStart() throws Exception {
    ServerConfigFile file = open();
    assertThat(file.get().model()).isEqualTo(ServerConfig.OFFLINE_MODEL);
    assertThat(file.write(List.of(change("model", "new")), null)).isTrue();
    assertThat(file.get().model()).isEqualTo("new");
    assertThat(open().get().model()).isEqualTo("new");
    assertThat(file.sources().get(0).values().get("model").getAsString()).isEqualTo("new");
  }

  @Test
  void anotherVersionIsLeftAlone() throws Exception {
    ServerConfigFile file = open();
    file.write(List.of(change("model", "a")), null);
    String version = file.sources().get(0).version();
    Files.writeString(file.path(), "model = \"by hand\"\n");
    assertThat(file.write(List.of(change("model", "b")), version)).isFalse();
    assertThat(file.path()).hasContent("model = \"by hand\"");
    assertThat(file.write(List.of(change("model", "b")), file.sources().get(0).version())).isTrue();
  }

  @Test
  void aFileTheServerCouldNotStartWithIsNotWritten() throws Exception {
    ServerConfigFile file = open();
    file.write(List.of(change("model", "a")), null);
    assertThatThrownBy(
            () -> file.write(List.of(change("model", "b"), change("sandbox_mode", "bogus")), null))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("unknown variant `bogus`");
    assertThat(file.path()).hasContent("model = \"a\"");
    assertThat(file.get().model()).isEqualTo("a");
  }

  @Test
  void halfOfASurrogatePairIsRefused() throws Exception {
    ServerConfigFile file = open();
    file.write(List.of(change("model", "a")), null);
    for (ConfigChange change :
        List.of(change("model", "b\ud83d"), change("other.\"x\udc00\"", "b"))) {
      assertThatThrownBy(() -> file.write(List.of(change), null))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("half of a surrogate pair");
    }
    assertThat(file.path()).hasContent("model = \"a\"");
  }

  @Test
  void aLinkAndTheRightsOfTheFileAreKept() throws Exception {
    Path real = Files.createDirectory(home.resolve("dotfiles")).resolve("real.toml");
    Files.writeString(real, "model = \"a\"\n");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
    Files.createSymbolicLink(home.resolve("config.toml"), Path.of("dotfiles/real.toml"));
    open().write(List.of(change("model", "b")), null);
    assertThat(home.resolve("config.toml")).isSymbolicLink();
    assertThat(real).hasContent("model = \"b\"");
    assertThat(rights(real)).isEqualTo("rw-r-----");
    assertThat(home.resolve("dotfiles")).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void theFileKeepsItsOwnerAndGroup() throws Exception {
    ServerConfigFile file = open();
    file.write(List.of(change("model", "a")), null);
    OtherOwner.give(file.path());
    file.write(List.of(change("model", "b")), null);
    assertThat(OtherOwner.has(file.path())).isTrue();
    assertThat(rights(file.path())).isEqualTo("rw-------");
  }

  @Test
  void aNewFileIsForItsOwnerAlone() throws Exception {
    ServerConfigFile file = new ServerConfigFile(home.resolve("new"), List.of());
    file.write(List.of(change("model", "b")), null);
    assertThat(rights(file.path())).isEqualTo("rw-------");
  }

  @Test
  void changesOfTwoServersAtTheSameTimeAreAllKept() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ConfigWriterMain.class.getName(),
                home.toString(),
                "b",
                "50")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    ServerConfigFile file = open();
    try (BufferedReader out = other.inputReader()) {
      assertThat(out.readLine()).isEqualTo("ready");
      ConfigWriterMain.write(file, "a", 50);
    }
    assertThat(other.waitFor()).isZero();
    assertThat(open().effective(List.of("notice")).getAsJsonObject().size()).isEqualTo(100);
  }

  @Test
  void whatAnotherIsWritingBesideTheFileIsLeftAlone() throws Exception {
    Path beside = Files.writeString(home.resolve("config.toml.tmp"), "another's");
    open().write(List.of(change("model", "b")), null);
    assertThat(beside).hasContent("another's");
    try (Stream<Path> files = Files.list(home)) {
      assertThat(files).filteredOn(Files::isRegularFile).hasSize(2);
    }
  }

  private ServerConfigFile open() throws ConfigException {
    return new ServerConfigFile(home, List.of());
  }

  private static ConfigChange change(String key, String value) throws ConfigException {
    return ConfigChange.of(key, new JsonPrimitive(value), false);
  }

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
