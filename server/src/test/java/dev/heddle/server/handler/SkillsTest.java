package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.config.WorkingDirectory;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Skills: which there are, what the model is told of them, and those that users ask for. */
class SkillsTest {
  private static final String LISTED = "<skills_instructions>";

  @TempDir Path home;
  @TempDir Path project;

  @BeforeEach
  void makeProject() throws IOException {
    project = project.toRealPath();
    home = home.toRealPath();
    Files.createDirectories(project.resolve(".git"));
    Files.createFile(project.resolve(".git/HEAD"));
    Files.createDirectories(project.resolve("sub"));
  }

  @Test
  void thoseOfTheProjectAndOfTheUserAreListed() throws IOException {
    skill(project.resolve(".agents/skills/lint"), "name: lint\ndescription: Lints.");
    skill(project.resolve("sub/.codex/skills/deep"), "name: deep\ndescription: Below.");
    Path user = home.resolve("skills");
    skill(user.resolve("pdf"), "name: pdf\ndescription: Use when: it's a $5 PDF\nlicense: MIT");
    skill(
        user.resolve("group/folded"),
        "description: >\n  two\n  lines\nmetadata:\n  short-description: short");
    skill(user.resolve(".hidden/no"), "name: hidden\ndescription: d");
    Files.createSymbolicLink(user.resolve("again"), user.resolve("pdf"));
    Files.createSymbolicLink(user.resolve("circle"), user);
    Path shown = skill(user.resolve("shown"), "name: shown\ndescription: Has a face.");
    Files.createDirectories(shown.resolveSibling("agents"));
    Files.writeString(
        shown.resolveSibling("agents/openai.yaml"),
        "interface:\n  display_name: Face\n  icon_small: ./f.svg\n  icon_large: ../../x.svg\n"
            + "dependencies:\n  tools:\n  - {type: mcp, value: pics}\n  - 7\n");
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      JsonObject root = list(client, project);
      assertThat(names(root)).containsExactly("lint", "folded", "pdf", "shown");
      assertThat(names(list(client, project.resolve("sub"))))
          .containsExactly("deep", "lint", "folded", "pdf", "shown");
      assertThat(root.getAsJsonArray("errors")).isEmpty();
      JsonArray skills = root.getAsJsonArray("skills");
      assertThat(skills.get(0))
          .hasToString(
              "{\"name\":\"lint\",\"description\":\"Lints.\",\"path\":\""
                  + project.resolve(".agents/skills/lint/SKILL.md")
                  + "\",\"scope\":\"repo\",\"enabled\":true,\"pluginId\":null}");
      assertThat(skills.get(1).getAsJsonObject().get("description").getAsString())
          .isEqualTo("two lines");
      assertThat(skills.get(1).getAsJsonObject().get("shortDescription").getAsString())
          .isEqualTo("short");
      assertThat(skills.get(2).getAsJsonObject().get("description").getAsString())
          .isEqualTo("Use when: it's a $5 PDF");
      JsonObject face = skills.get(3).getAsJsonObject().getAsJsonObject("interface");
      assertThat(face.get("displayName").getAsString()).isEqualTo("Face");
      assertThat(face.get("iconSmall").getAsString())
          .isEqualTo(shown.resolveSibling("f.svg").toString());
      assertThat(face.get("iconLarge").isJsonNull()).as("a file of somebody else").isTrue();
      assertThat(skills.get(3).getAsJsonObject().get("dependencies"))
          .hasToString("{\"tools\":[{\"type\":\"mcp\",\"value\":\"pics\"}]}");
      Files.delete(project.resolve(".agents/skills/lint/SKILL.md"));
      assertThat(names(list(client, project))).doesNotContain("lint");
    }
  }

  @Test
  void whatIsWrongWithOneIsToldBesideTheOthers() throws IOException {
    Path user = home.resolve("skills");
    skill(user.resolve("good"), "name: good\ndescription: d");
    skill(user.resolve("nameless"), "description: d");
    write(user.resolve("a"), "no front matter");
    skill(user.resolve("b"), "name: b");
    skill(user.resolve("c"), "name: [\ndescription: d");
    skill(user.resolve("d"), "name: " + "n".repeat(65) + "\ndescription: d");
    skill(user.resolve("e"), "- a list");
    skill(user.resolve("f"), "a: &x [1]\nb: *x\ndescription: d");
    skill(user.resolve("h"), "description: " + "[".repeat(100_000));
    skill(user.resolve("spaced"), "name: a\ndescription: b:" + " ".repeat(200_000) + "c: d");
    write(user.resolve("g"), "---\ndescription: d\n" + "\n".repeat(1 << 20));
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      JsonObject entry = list(client, project);
      assertThat(names(entry)).containsExactly("a", "good", "nameless");
      List<JsonElement> errors = entry.getAsJsonArray("errors").asList();
      assertThat(errors)
          .extracting(error -> error.getAsJsonObject().get("path").getAsString())
          .containsExactlyElementsOf(
              List.of("a", "b", "c", "d", "e", "f", "g", "h").stream()
                  .map(name -> user.resolve(name).resolve("SKILL.md").toString())
                  .toList());
      List<String> messages =
          errors.stream()
              .map(error -> error.getAsJsonObject().get("message").getAsString())
              .toList();
      assertThat(messages.get(0)).isEqualTo("missing YAML frontmatter delimited by ---");
      assertThat(messages.get(1)).isEqualTo("missing field `description`");
      assertThat(messages.get(2)).startsWith("invalid YAML: ");
      assertThat(messages.get(3))
          .isEqualTo("invalid name: exceeds maximum length of 64 characters");
      assertThat(messages.get(4)).startsWith("invalid YAML: ");
      assertThat(messages.get(5)).startsWith("invalid YAML: ");
      assertThat(messages.get(6)).isEqualTo("cannot be read: it is larger than 1 MiB");
      assertThat(messages.get(7)).startsWith("invalid YAML: ");
    }
  }

  @Test
  void clientsAddFoldersOfTheirOwn(@TempDir Path one, @TempDir Path other) throws IOException {
    skill(one.resolve("a"), "name: first\ndescription: d");
    skill(other.resolve("b"), "name: second\ndescription: d");
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      addRoots(client, one, other, project.resolve("not-there"));
      client.awaitNotification("skills/changed");
      assertThat(names(list(client, project))).containsExactly("first", "second");
      assertThat(list(client, project).getAsJsonArray("skills").get(0).getAsJsonObject())
          .extracting(skill -> skill.get("scope").getAsString())
          .isEqualTo("user");
      assertThat(
              client
                  .requestError("skills/extraRoots/set", "{\"extraRoots\":[\"relative\"]}")
                  .get("message")
                  .getAsString())
          .isEqualTo("Invalid request: AbsolutePathBuf deserialized without a base path");
      assertThat(names(list(client, project))).as("after a refusal").hasSize(2);
      addRoots(client, other);
      assertThat(names(list(client, project))).containsExactly("second");
      addRoots(client);
      assertThat(names(list(client, project))).isEmpty();
    }
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      assertThat(names(list(client, project))).as("after a restart").isEmpty();
    }
  }

  @Test
  void clientsAreToldWhenTheFilesOfSkillsChange(@TempDir Path added) throws IOException {
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      String threadId =
          Threads.idOf(client.request("thread/start", "{\"cwd\":\"" + project + "\"}"));
      addRoots(client, added); // from its answer on all folders are watched
      client.awaitNotification("skills/changed");
      skill(project.resolve(".agents/skills/group/lint"), "name: lint\ndescription: Lints.");
      client.awaitNotification("skills/changed");
      skill(project.resolve(".agents/skills/group/lint"), "name: lint\ndescription: Other.");
      client.awaitNotification("skills/changed");
      skill(home.resolve("skills/pdf"), "name: pdf\ndescription: d");
      client.awaitNotification("skills/changed");
      Path extra = skill(added.resolve("extra"), "name: extra\ndescription: d");
      client.awaitNotification("skills/changed");
      Files.delete(extra);
      client.awaitNotification("skills/changed");
      Threads.runTurn(client, threadId, "go on");
      assertThat(names(list(client, project))).containsExactly("lint", "pdf");
    }
  }

  @Test
  void theModelIsToldOnceAndAgainWhenTheyChange() throws IOException {
    skill(home.resolve("skills/pdf"), "name: pdf\ndescription: Reads PDFs.");
    Path quiet = skill(home.resolve("skills/quiet"), "name: quiet\ndescription: Not offered.");
    Files.createDirectories(quiet.resolveSibling("agents"));
    Files.writeString(
        quiet.resolveSibling("agents/openai.yaml"), "policy:\n  allow_implicit_invocation: false");
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.idOf(client.request("thread/start", "{\"cwd\":\"" + project + "\"}"));
      Threads.runTurn(client, threadId, "one");
      Threads.runTurn(client, threadId, "two");
      assertThat(listed(server)).hasSize(1);
      assertThat(listed(server).getFirst())
          .contains("- pdf: Reads PDFs. (file: " + home.resolve("skills/pdf/SKILL.md") + ")")
          .doesNotContain("quiet");
    }
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(threadId, "\"excludeTurns\":true"));
      Threads.runTurn(client, threadId, "three");
      assertThat(listed(server)).as("after a restart").hasSize(1);
      skill(project.resolve(".agents/skills/lint"), "name: lint\ndescription: Lints.");
      Threads.runTurn(client, threadId, "four");
      assertThat(listed(server)).hasSize(2);
      assertThat(listed(server).getLast())
          .startsWith("These skills take the place")
          .contains("- lint: ", "- pdf: ");
      Files.delete(project.resolve(".agents/skills/lint/SKILL.md"));
      Files.delete(home.resolve("skills/pdf/SKILL.md"));
      Threads.runTurn(client, threadId, "five");
      assertThat(input(server)).contains("The skills listed before are no longer there.");
    }
  }

  @Test
  void aLongListIsCut() throws IOException {
    for (int i = 0; i < 200; i++) {
      skill(home.resolve("skills/s" + i), "name: s" + i + "\ndescription: " + "word ".repeat(150));
    }
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      Threads.runTurn(client, Threads.start(client), "one");
      assertThat(listed(server).getFirst())
          .hasSizeLessThan(10_000)
          .contains("- s0 (file: ")
          .containsPattern("- and \\d+ more, for which there is no room here");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HOME/skills/gone/../pdf",
        "HOME/skills/./pdf/SKILL.md",
        "HOME/skills/pdf/",
        "HOME/link/SKILL.md",
        "skills/pdf/SKILL.md",
        "~/BACK/HOME/skills/pdf"
      })
  void aSkillIsSwitchedOffByAnyPathToIt(String path) throws IOException {
    Path pdf = skill(home.resolve("skills/pdf"), "name: pdf\ndescription: d");
    Files.createSymbolicLink(home.resolve("link"), pdf.getParent());
    Path toRoot = Path.of(WorkingDirectory.userHome()).relativize(Path.of("/"));
    Files.writeString(
        home.resolve("config.toml"),
        "[[skills.config]]\npath = \""
            + path.replace("BACK/", toRoot + "").replace("HOME", home.toString())
            + "\"\nenabled = false\n"
            + "[[skills.config]]\npath = \"no path: \\u0000\"\nenabled = false\n");
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      assertThat(list(client, project).toString())
          .contains("\"path\":\"" + pdf + "\",\"scope\":\"user\",\"enabled\":false");
    }
  }

  @Test
  void theTextOfThoseThatAMessageAsksForIsBehindIt() throws IOException {
    Path pdf = skill(home.resolve("skills/pdf"), "name: pdf\ndescription: d");
    skill(home.resolve("skills/tidy"), "name: tidy-up\ndescription: d");
    Path one = skill(home.resolve("skills/one"), "name: twice\ndescription: the one");
    skill(home.resolve("skills/two"), "name: twice\ndescription: the other");
    Path off = skill(home.resolve("skills/off"), "name: off\ndescription: d");
    Files.writeString(
        home.resolve("config.toml"),
        "[[skills.config]]\nname = \"off\"\nenabled = false\n"
            + "[[skills.config]]\npath = \""
            + pdf.getParent()
            + "\"\nenabled = true\n");
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      assertThat(list(client, project).toString())
          .contains("\"path\":\"" + off + "\",\"scope\":\"user\",\"enabled\":false");
      String threadId = Threads.start(client);
      send(
          client,
          threadId,
          text("use $tidy-up, $off and $HOME, $twice"),
          "{\"type\":\"skill\",\"name\":\"pdf\",\"path\":\"" + pdf + "\"}",
          "{\"type\":\"skill\",\"name\":\"gone\",\"path\":\"/nowhere/SKILL.md\"}");
      assertThat(given(server)).hasSize(2);
      assertThat(given(server).get(0))
          .isEqualTo(
              "<skill>\n<name>pdf</name>\n<path>"
                  + pdf
                  + "</path>\n"
                  + Files.readString(pdf)
                  + "\n</skill>");
      assertThat(given(server).get(1)).contains("<name>tidy-up</name>");
      assertThat(listed(server).getFirst()).doesNotContain("- off");

      send(client, threadId, text("[$twice](" + one + ") and $pdf, again $pdf"));
      assertThat(given(server)).hasSize(4);
      assertThat(given(server).get(2)).contains("the one");
      assertThat(given(server).get(3)).contains("<name>pdf</name>");
      assertThat(Threads.storedTexts(client, threadId)).noneMatch(each -> each.contains("<skill>"));
    }
  }

  @Test
  void clientsSwitchThemOffAndOn() throws IOException {
    Path pdf = skill(home.resolve("skills/pdf"), "name: pdf\ndescription: Reads PDFs.");
    skill(home.resolve("skills/other"), "name: other\ndescription: d");
    skill(home.resolve("skills/stays"), "name: stays\ndescription: d");
    Path config = home.resolve("config.toml");
    String kept = "# mine\n[[skills.config]] # not that one\nname = 'other'\nenabled = false\n";
    Files.writeString(config, kept);
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId =
          Threads.idOf(client.request("thread/start", "{\"cwd\":\"" + project + "\"}"));
      Threads.runTurn(client, threadId, "one");
      assertThat(listed(server).getLast()).contains("- pdf: ").doesNotContain("- other: ");

      assertThat(switched(client, "\"path\":\"" + pdf + "\"", false)).isFalse();
      String off = kept + "\n[[skills.config]]\npath = \"" + pdf + "\"\nenabled = false\n";
      assertThat(config).hasContent(off);
      assertThat(switched(client, "\"path\":\"" + pdf + "\"", false)).isFalse();
      assertThat(config).as("again").hasContent(off);
      assertThat(list(client, project).toString())
          .contains("\"path\":\"" + pdf + "\",\"scope\":\"user\",\"enabled\":false");
      Threads.runTurn(client, threadId, "two");
      assertThat(listed(server)).as("the model is told").hasSize(2);
      assertThat(listed(server).getLast()).doesNotContain("- pdf: ");

      assertThat(switched(client, "\"name\":\"other\"", false)).isFalse();
      assertThat(config).as("off already").hasContent(off);
      assertThat(switched(client, "\"name\":\"stays\"", false)).isFalse();
      assertThat(switched(client, "\"path\":\"" + pdf + "\"", true)).isTrue();
      String others = kept + "\n[[skills.config]]\nname = \"stays\"\nenabled = false\n";
      assertThat(config).as("one in the middle goes").hasContent(others);
      assertThat(switched(client, "\"name\":\"stays\"", true)).isTrue();
      assertThat(config).hasContent(kept);
      assertThat(switched(client, "\"path\":\"" + pdf + "\"", false)).isFalse();

      assertThat(switched(client, "\"name\":\" other \"", true)).isTrue();
      assertThat(switched(client, "\"path\":\"" + pdf + "\",\"name\":null", true)).isTrue();
      assertThat(config).hasContent("# mine\n");
      assertThat(list(client, project).toString()).doesNotContain("\"enabled\":false");
    }
  }

  @Test
  void whatIsToBeSwitchedIsAPathOrAName() {
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      for (String selector :
          List.of("", "\"name\":\" \",", "\"name\":\"a\",\"path\":\"/a/SKILL.md\",")) {
        JsonObject error =
            client.requestError("skills/config/write", "{" + selector + "\"enabled\":true}");
        assertThat(error.get("code").getAsInt()).isEqualTo(-32602);
        assertThat(error.get("message").getAsString())
            .isEqualTo("skills/config/write requires exactly one of path or name");
      }
      assertThat(
              client
                  .requestError("skills/config/write", "{\"path\":\"pdf\",\"enabled\":false}")
                  .get("message")
                  .getAsString())
          .isEqualTo("Invalid request: AbsolutePathBuf deserialized without a base path");
      assertThat(home.resolve("config.toml")).doesNotExist();
    }
  }

  private static boolean switched(TestClient client, String selector, boolean enabled) {
    return client
        .request("skills/config/write", "{" + selector + ",\"enabled\":" + enabled + "}")
        .get("effectiveEnabled")
        .getAsBoolean();
  }

  private static void send(TestClient client, String threadId, String... input) {
    JsonObject started =
        client.request(
            "turn/start", Threads.on(threadId, "\"input\":[" + String.join(",", input) + "]"));
    Threads.awaitCompleted(client, started.getAsJsonObject("turn").get("id").getAsString());
  }

  private static String text(String text) {
    return "{\"type\":\"text\",\"text\":\"" + text + "\"}";
  }

  private static Path skill(Path folder, String frontMatter) throws IOException {
    return write(folder, "---\n" + frontMatter + "\n---\n\n# How to\n");
  }

  private static Path write(Path folder, String text) throws IOException {
    Files.createDirectories(folder);
    return Files.writeString(folder.resolve("SKILL.md"), text);
  }

  private static void addRoots(TestClient client, Path... roots) {
    JsonArray paths = new JsonArray();
    for (Path root : roots) {
      paths.add(root.toString());
    }
    JsonObject params = new JsonObject();
    params.add("extraRoots", paths);
    assertThat(client.request("skills/extraRoots/set", params).entrySet()).isEmpty();
  }

  private static JsonObject list(TestClient client, Path directory) {
    return client
        .request("skills/list", "{\"cwds\":[\"" + directory + "\"]}")
        .getAsJsonArray("data")
        .get(0)
        .getAsJsonObject();
  }

  private static List<String> names(JsonObject entry) {
    return entry.getAsJsonArray("skills").asList().stream()
        .map(skill -> skill.getAsJsonObject().get("name").getAsString())
        .toList();
  }

  /** What the model has been told of which skills there are. */
  private static List<String> listed(TestServer server) {
    return input(server).stream().filter(text -> text.contains(LISTED)).toList();
  }

  /** The skills the model was given. */
  private static List<String> given(TestServer server) {
    return input(server).stream().filter(text -> text.startsWith("<skill>")).toList();
  }

  /** Every text of the last request to the model. */
  private static List<String> input(TestServer server) {
    return server.model().requests().getLast().input().stream()
        .filter(item -> item.has("content"))
        .flatMap(item -> item.getAsJsonArray("content").asList().stream())
        .map(part -> part.getAsJsonObject().get("text").getAsString())
        .toList();
  }
}
