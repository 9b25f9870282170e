package dev.heddle.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What clients do with files through the server. */
@Timeout(60)
class FilesOverTheWireTest {
  @TempDir Path home;
  @TempDir Path folder;

  private TestClient client;

  @BeforeEach
  void start() throws IOException {
    folder = folder.toRealPath();
    client = new TestServer(home, TestServer.Kind.MEMORY).start();
  }

  @AfterEach
  void stop() {
    client.close();
  }

  @Test
  void aFileIsWrittenAndReadByteForByte() throws IOException {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    JsonObject write = at("all");
    write.addProperty("dataBase64", Base64.getEncoder().encodeToString(all));
    assertThat(client.request("fs/writeFile", write).size()).isZero();
    assertThat(Files.readAllBytes(folder.resolve("all"))).isEqualTo(all);
    String read = client.request("fs/readFile", at("all")).get("dataBase64").getAsString();
    assertThat(Base64.getDecoder().decode(read)).isEqualTo(all);
  }

  @Test
  void whatTheSystemRefusesIsToldInItsWords() throws IOException {
    Files.createDirectory(folder.resolve("d"));
    Files.writeString(folder.resolve("d/f"), "x");
    assertRefused("fs/readFile", at("none"), "No such file or directory (os error 2)");
    assertRefused("fs/readDirectory", at("d/f"), "Not a directory (os error 20)");
    assertRefused("fs/getMetadata", at("d/f/g"), "Not a directory (os error 20)");
    JsonObject noParents = at("a/b");
    noParents.addProperty("recursive", false);
    assertRefused("fs/createDirectory", noParents, "No such file or directory (os error 2)");
    assertRefused("fs/createDirectory", at("d/f"), "File exists (os error 17)");
    JsonObject notEmpty = at("d");
    notEmpty.addProperty("recursive", false);
    assertRefused("fs/remove", notEmpty, "Directory not empty (os error 39)");
    assertRefused("fs/getMetadata", at("n".repeat(300)), "Filename too long (os error 36)");
    assertRefused("fs/copy", copy("d/f", "d", false), "Is a directory (os error 21)");
  }

  private void assertRefused(String method, JsonObject params, String message) {
    JsonObject error = client.requestError(method, params);
    assertThat(error.get("code").getAsInt()).isEqualTo(-32603);
    assertThat(error.get("message").getAsString()).isEqualTo(message);
    assertThat(error.getAsJsonObject("data").get("kind").getAsString()).isEqualTo("fileFailure");
  }

  @Test
  void whatMakesNoSenseIsAnInvalidRequest() throws IOException {
    Files.createDirectories(folder.resolve("d/e"));
    assertInvalid("fs/readFile", at("d"), "path `" + folder.resolve("d") + "` is not a file");
    assertInvalid(
        "fs/copy",
        copy("d", "x", false),
        "fs/copy requires recursive: true when sourcePath is a directory");
    assertInvalid(
        "fs/copy",
        copy("d", "d/e/f/g", true),
        "fs/copy cannot copy a directory to itself or one of its descendants");
    JsonObject relative = new JsonObject();
    relative.addProperty("path", "here/there");
    assertInvalid(
        "fs/readFile",
        relative,
        "Invalid request: AbsolutePathBuf deserialized without a base path");
    JsonObject nul = new JsonObject();
    nul.addProperty("path", "/a\0b");
    assertThat(client.requestError("fs/readFile", nul).get("code").getAsInt()).isEqualTo(-32600);
    try (RandomAccessFile large = new RandomAccessFile(folder.resolve("l").toFile(), "rw")) {
      large.setLength(1L << 40);
    }
    assertThat(client.requestError("fs/readFile", at("l")).get("message").getAsString())
        .startsWith("file is too large to read: limit is ");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void whatIsNoFileIsNotWrittenTo() {
    JsonObject device = new JsonObject(); // a pipe would not answer before somebody reads it
    device.addProperty("path", "/dev/null");
    device.addProperty("dataBase64", "eA==");
    assertInvalid("fs/writeFile", device, "path `/dev/null` is not a file");
  }

  @Test
  void base64IsCheckedBeforeTheFileIsTouched() {
    Map<String, String> problems =
        Map.of(
            "a", "Invalid input length: 1",
            "aGk", "Invalid padding",
            "aGkxaG=", "Invalid padding",
            "aG=k", "Invalid symbol 61, offset 2.",
            "aGl=", "Invalid last symbol 108, offset 2.",
            "aGk==", "Invalid symbol 61, offset 3.",
            "aGk=\n", "Invalid symbol 10, offset 4.",
            "é", "Invalid symbol 195, offset 0.",
            "aGk=aGk=", "Invalid symbol 61, offset 3.");
    problems.forEach((base64, problem) -> {
      JsonObject write = at("w");
      write.addProperty("dataBase64", base64);
      assertInvalid(
          "fs/writeFile", write, "fs/writeFile requires valid base64 dataBase64: " + problem);
    });
    assertThat(folder.resolve("w")).doesNotExist();
  }

  private void assertInvalid(String method, JsonObject params, String message) {
    JsonObject error = client.requestError(method, params);
    assertThat(error.get("code").getAsInt()).isEqualTo(-32600);
    assertThat(error.get("message").getAsString()).isEqualTo(message);
  }

  @Test
  void metadataFollowsLinksAndSaysSo() throws IOException {
    Files.writeString(folder.resolve("f"), "x");
    Files.createSymbolicLink(folder.resolve("l"), Path.of("f"));
    JsonObject link = client.request("fs/getMetadata", at("l"));
    assertThat(link.get("isSymlink").getAsBoolean()).isTrue();
    assertThat(link.get("isFile").getAsBoolean()).isTrue();
    assertThat(link.get("isDirectory").getAsBoolean()).isFalse();
    assertThat(link.get("modifiedAtMs").getAsLong())
        .isEqualTo(Files.getLastModifiedTime(folder.resolve("f")).toMillis());
  }

  @Test
  void aFolderIsListedWithoutLinksToNothing() throws IOException {
    Files.createDirectory(folder.resolve("d"));
    Files.writeString(folder.resolve("f"), "x");
    Files.createSymbolicLink(folder.resolve("to-d"), Path.of("d"));
    Files.createSymbolicLink(folder.resolve("to-nothing"), Path.of("nothing"));
    JsonObject params = new JsonObject();
    params.addProperty("path", folder.toString());
    JsonArray entries = client.request("fs/readDirectory", params).getAsJsonArray("entries");
    Map<String, Boolean> directories = new HashMap<>();
    for (JsonElement each : entries) {
      JsonObject entry = each.getAsJsonObject();
      directories.put(entry.get("fileName").getAsString(), entry.get("isDirectory").getAsBoolean());
    }
    assertThat(directories).isEqualTo(Map.of("d", true, "f", false, "to-d", true));
  }

  @Test
  void aTreeIsCopiedAndRemovedWithoutFollowingItsLinks() throws IOException {
    Files.createDirectories(folder.resolve("tree/sub"));
    Files.writeString(folder.resolve("tree/sub/f"), "x");
    Files.createDirectory(folder.resolve("outside"));
    Files.writeString(folder.resolve("outside/kept"), "x");
    Files.createSymbolicLink(folder.resolve("tree/out"), folder.resolve("outside"));
    client.request("fs/copy", copy("tree", "copy", true));
    client.request("fs/copy", copy("tree", "copy", true));
    assertThat(folder.resolve("copy/sub/f")).hasContent("x");
    assertThat(folder.resolve("copy/out")).isSymbolicLink();
    client.request("fs/remove", at("copy"));
    assertThat(folder.resolve("copy")).doesNotExist();
    assertThat(folder.resolve("outside/kept")).exists();
    assertThat(client.request("fs/remove", at("copy")).size()).isZero();
    JsonObject strict = at("copy");
    strict.addProperty("force", false);
    assertRefused("fs/remove", strict, "No such file or directory (os error 2)");
  }

  @Test
  void copyingOntoALinkWritesWhatItLeadsTo() throws IOException {
    Files.writeString(folder.resolve("new"), "new");
    Files.writeString(folder.resolve("old"), "old");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("old"));
    client.request("fs/copy", copy("new", "link", false));
    assertThat(folder.resolve("old")).hasContent("new");
    assertThat(folder.resolve("link")).isSymbolicLink();
    client.request("fs/copy", copy("old", "link", false));
    assertThat(folder.resolve("old")).hasContent("new");
  }

  @Test
  void aWatchedFolderTellsOfWhatIsDirectlyInIt() throws IOException {
    Files.createDirectory(folder.resolve("d"));
    watch("w", "");
    Files.writeString(folder.resolve("d/deep"), "x");
    Files.writeString(folder.resolve("new"), "x");
    JsonObject change = client.awaitNotification("fs/changed", p -> tells(p, "w", "new"));
    assertThat(paths(change)).doesNotContain(folder.resolve("d/deep").toString());
  }

  @Test
  void aWatchedFileIsFollowedOverRemovalAndReplacement() throws IOException {
    watch("w", "f");
    Files.writeString(folder.resolve("f"), "made");
    client.awaitNotification("fs/changed", p -> tells(p, "w", "f"));
    Files.writeString(folder.resolve("t"), "other");
    Files.move(folder.resolve("t"), folder.resolve("f"), StandardCopyOption.REPLACE_EXISTING);
    client.awaitNotification("fs/changed", p -> tells(p, "w", "f"));
    Files.delete(folder.resolve("f"));
    JsonObject last = client.awaitNotification("fs/changed", p -> tells(p, "w", "f"));
    assertThat(paths(last)).isEqualTo("[\"" + folder.resolve("f") + "\"]");
  }

  @Test
  void aWatchFindsAPathWhoseFoldersAreMadeLater() throws IOException {
    watch("w", "a/b/f");
    Files.createDirectories(folder.resolve("a/b"));
    client.awaitNotification("fs/changed", p -> tells(p, "w", "a/b/f"));
    Files.writeString(folder.resolve("a/b/f"), "x");
    client.awaitNotification("fs/changed", p -> tells(p, "w", "a/b/f"));
  }

  @Test
  void aWatchedLinkTellsOfWhatItLeadsTo() throws IOException {
    Files.createDirectory(folder.resolve("d"));
    Files.writeString(folder.resolve("d/f"), "x");
    Files.createSymbolicLink(folder.resolve("l"), Path.of("d/f"));
    watch("w", "l");
    Files.writeString(folder.resolve("d/f"), "y");
    client.awaitNotification("fs/changed", p -> tells(p, "w", "l"));
  }

  @Test
  void aFolderIsWatchedUnderEachOfItsNames() throws IOException {
    Files.createDirectory(folder.resolve("d"));
    Files.createSymbolicLink(folder.resolve("l"), Path.of("d"));
    watch("one", "d");
    watch("two", "l");
    Files.writeString(folder.resolve("d/f"), "x");
    client.awaitNotification("fs/changed", p -> tells(p, "one", "d/f"));
    client.awaitNotification("fs/changed", p -> tells(p, "two", "l/f"));
    client.request("fs/unwatch", "{\"watchId\":\"two\"}");
    Files.writeString(folder.resolve("d/g"), "x");
    client.awaitNotification("fs/changed", p -> tells(p, "one", "d/g"));
  }

  @Test
  void aWatchIdIsUsedOnceAndFreeAgainAfterwards() throws IOException {
    watch("w", "");
    JsonObject again = at("");
    again.addProperty("watchId", "w");
    assertInvalid("fs/watch", again, "watchId already exists: w");
    assertThat(client.request("fs/unwatch", again.deepCopy()).size()).isZero();
    assertThat(client.request("fs/unwatch", again.deepCopy()).size()).isZero();
    watch("w", "f");
    watch("other", "");
    Files.writeString(folder.resolve("g"), "x");
    Files.writeString(folder.resolve("f"), "x");
    client.awaitNotification("fs/changed", p -> tells(p, "other", "g"));
    JsonObject ofFile = client.awaitNotification("fs/changed", p -> tells(p, "w", "f"));
    assertThat(paths(ofFile)).isEqualTo("[\"" + folder.resolve("f") + "\"]");
  }

  private void watch(String id, String name) {
    JsonObject params = at(name);
    params.addProperty("watchId", id);
    assertThat(client.request("fs/watch", params).get("path").getAsString())
        .isEqualTo(folder.resolve(name).normalize().toString());
  }

  private boolean tells(JsonObject params, String watchId, String name) {
    return params.get("watchId").getAsString().equals(watchId)
        && paths(params).contains("\"" + folder.resolve(name) + "\"");
  }

  private static String paths(JsonObject params) {
    return params.get("changedPaths").toString();
  }

  private JsonObject at(String name) {
    JsonObject params = new JsonObject();
    params.addProperty("path", folder.resolve(name).toString());
    return params;
  }

  private JsonObject copy(String source, String destination, boolean recursive) {
    JsonObject params = new JsonObject();
    params.addProperty("sourcePath", folder.resolve(source).toString());
    params.addProperty("destinationPath", folder.resolve(destination).toString());
    params.addProperty("recursive", recursive);
    return params;
  }
}
