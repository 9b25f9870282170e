package dev.heddle.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.testkit.TestClient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code heddle fsck} says of the files that are neither journals nor an index. */
class FsckCommandTest {
  private static final String SOUND = "{\"version\":1,\"sections\":[]}";

  @TempDir Path home;

  /** What was printed, and how it ended. */
  private record Run(ExitCode code, String text) {}

  private Run fsck(String... options) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> arguments = new ArrayList<>(List.of("--home", home.toString()));
    arguments.addAll(List.of(options));
    ExitCode code = FsckCommand.run(arguments, out);
    return new Run(code, out.toString(StandardCharsets.UTF_8));
  }

  private Path sections(String text) throws Exception {
    Path file = home.resolve("heddle/sections.json");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void soundSectionsAreNotSpokenOf() throws Exception {
    assertThat(fsck())
        .isEqualTo(
            new Run(ExitCode.OK, "0 threads: 0 sound, 0 with findings, 0 of them damaged\n"));
    sections(SOUND);
    assertThat(fsck("--repair", "--json")).isEqualTo(new Run(ExitCode.OK, ""));
    assertThat(home.resolve("heddle/sections.json")).hasContent(SOUND);
  }

  @Test
  void whatAServerHasLeftIsSoundAndPrivate() throws Exception {
    Clock fine = Clock.fixed(Instant.parse("2031-03-01T10:00:00.123456789Z"), ZoneOffset.UTC);
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).at(fine).start()) {
      String threadId =
          client.request("thread/start", "{}").getAsJsonObject("thread").get("id").getAsString();
      String on = "{\"threadId\":\"" + threadId + "\"";
      client.request("turn/start", on + ",\"input\":[{\"type\":\"text\",\"text\":\"hello\"}]}");
      client.awaitNotification("turn/completed");
      client.request("thread/name/set", on + ",\"name\":\"a name\"}");
      client.request("thread/list", "{}");
      client.request("thread/turns/list", on + "}");
      client.request("thread/search", "{\"searchTerm\":\"hello\"}");
      client.closeInput();
      client.awaitEnd();
    }
    assertThat(fsck().text()).endsWith("1 threads: 1 sound, 0 with findings, 0 of them damaged\n");
    try (Stream<Path> files = Files.walk(home)) {
      assertThat(files.filter(Files::isRegularFile))
          .allSatisfy(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .as("%s", file)
                  .isEqualTo("rw-------"));
    }
  }

  @Test
  void damagedSectionsAreNamedAndLeftAsTheyAre() throws Exception {
    Path file = sections("{\"version\":1,\"sections\":[{");
    Run run = fsck();
    assertThat(run.text())
        .startsWith("sections  damaged\n  damaged-sections  " + file + "  it is not JSON\n");
    assertThat(run.code()).isEqualTo(ExitCode.DAMAGED);
    assertThat(file).hasContent("{\"version\":1,\"sections\":[{");
    JsonObject line = JsonParser.parseString(fsck("--json").text()).getAsJsonObject();
    JsonObject told = line.getAsJsonObject("sections");
    assertThat(told.get("damaged").getAsBoolean()).isTrue();
    assertThat(
            told.getAsJsonArray("findings").get(0).getAsJsonObject().get("problem").getAsString())
        .isEqualTo("damaged-sections");
  }

  /** The file of an attachment that a server has made, and the mark of its thread. */
  private List<Path> attachment() throws Exception {
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      String threadId =
          client.request("thread/start", "{}").getAsJsonObject("thread").get("id").getAsString();
      String on = "{\"threadId\":\"" + threadId + "\"";
      client.request("turn/start", on + ",\"input\":[{\"type\":\"text\",\"text\":\"hello\"}]}");
      client.awaitNotification("turn/completed");
      client.request(
          "thread/attachment/add",
          on + ",\"attachmentType\":\"pr\",\"identityKey\":\"1\",\"payload\":1}");
      client.closeInput();
      client.awaitEnd();
    }
    try (Stream<Path> files = Files.walk(home.resolve("heddle/attachments"))) {
      return files
          .filter(file -> Files.isRegularFile(file) && !file.toString().endsWith(".lock"))
          .sorted(Comparator.comparing(file -> !file.toString().endsWith(".json")))
          .toList();
    }
  }

  @Test
  void aDamagedAttachmentIsNamedAndSetAsideByARepair() throws Exception {
    Path file = attachment().getFirst();
    assertThat(fsck().code()).as("a sound one").isEqualTo(ExitCode.OK);
    Files.writeString(file, "{");
    Run run = fsck();
    assertThat(run.text()).contains("attachment  damaged\n  damaged-attachment  " + file + "\n");
    assertThat(run.code()).isEqualTo(ExitCode.DAMAGED);
    assertThat(file).hasContent("{");
    run = fsck("--repair");
    assertThat(run.text()).contains("repaired; the file as it was is ");
    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(file).doesNotExist();
    assertThat(fsck().text()).as("a second look").doesNotContain("attachment");
  }

  @Test
  void aRepairLetsAThreadBeFoundAgainByItsAttachment() throws Exception {
    List<Path> files = attachment();
    Files.delete(files.getLast());
    Run run = fsck("--json");
    assertThat(run.text()).contains("\"problem\":\"unmarked-attachment\"");
    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(files.getLast()).doesNotExist();
    fsck("--repair");
    assertThat(files).allSatisfy(file -> assertThat(file).exists());
    assertThat(fsck().text()).as("a second look").doesNotContain("attachment");
  }

  @Test
  void damagedProjectsAreNamedAndSetAsideByARepair() throws Exception {
    Path file = home.resolve("heddle/projects.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"version\":1,\"projects\":[],\"keys\":[]}");
    Run run = fsck();
    assertThat(run.text())
        .startsWith(
            "projects  damaged\n  damaged-projects  " + file + "  `keys` is not an object\n");
    assertThat(run.code()).isEqualTo(ExitCode.DAMAGED);
    JsonObject line = JsonParser.parseString(fsck("--repair", "--json").text()).getAsJsonObject();
    JsonObject finding =
        line.getAsJsonObject("projects").getAsJsonArray("findings").get(0).getAsJsonObject();
    assertThat(Path.of(finding.get("copy").getAsString())).exists();
    assertThat(file).doesNotExist();
    assertThat(fsck().code()).isEqualTo(ExitCode.OK);
  }

  @Test
  void aRepairSetsDamagedSectionsAside() throws Exception {
    Path file = sections("{\"version\":1,\"sections\":[{");
    Run run = fsck("--repair", "--json");
    assertThat(run.code()).isEqualTo(ExitCode.OK);
    JsonObject told =
        JsonParser.parseString(run.text()).getAsJsonObject().getAsJsonObject("sections");
    assertThat(told.get("damaged").getAsBoolean()).isFalse();
    String copy =
        told.getAsJsonArray("findings").get(0).getAsJsonObject().get("copy").getAsString();
    assertThat(Path.of(copy)).hasContent("{\"version\":1,\"sections\":[{");
    assertThat(file).doesNotExist();
    assertThat(fsck().code()).as("a second look").isEqualTo(ExitCode.OK);
  }
}
