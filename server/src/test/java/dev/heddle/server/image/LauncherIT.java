package dev.heddle.server.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the launcher makes of where it is and what it is told. The Java here is a script that says
 * what it was called with.
 */
@Timeout(60)
class LauncherIT {
  private static final String FAKE_JAVA =
      "#!/bin/sh\nprintf '%s\\n' \"$0\" \"$@\" \"tool=${JAVA_TOOL_OPTIONS-}\""
          + " \"outer=${HEDDLE_OUTER_JAVA_TOOL_OPTIONS-}\""
          + " \"locale=${LC_ALL-}|${LC_CTYPE-}\"\n";

  private static final String MODULE = "-m\ndev.heddle/dev.heddle.server.Main\n";

  @TempDir Path temporary;
  private Image image;

  @BeforeEach
  void copyTheLauncher() throws IOException {
    image = at(temporary.resolve("image"));
  }

  @Test
  void aServerWithoutACacheStartsWithoutOne() throws Exception {
    assertThat(start(image)).contains("dev.heddle.server.Main").doesNotContain("SharedArchive");
  }

  @Test
  void theCacheOfThisBuildIsTaken() throws Exception {
    Files.writeString(image.cache(), "");

    assertThat(start(image)).contains(cacheOption(image));
  }

  @Test
  void withItsOwnJavaTheProgramIsAModuleOfThat() throws Exception {
    assertThat(start(image))
        .startsWith(image.root().resolve("runtime/bin/java").toString())
        .contains(
            "\n-Dheddle.installation="
                + image.root()
                + "\n--enable-native-access=dev.heddle\n"
                + MODULE
                + "app-server\n");
  }

  @Test
  void aCheckedCacheIsNotCheckedAgain() throws Exception {
    Files.writeString(image.cache(), "");
    Files.writeString(image.restOfCache(), "");
    FileTime written = Files.getLastModifiedTime(image.restOfCache());
    Path mark = temporary.resolve("marks/heddle/checked-" + image.launcherId());
    Files.createDirectories(mark.getParent());
    Files.writeString(mark, image.cache() + "\n");
    Files.setLastModifiedTime(mark, FileTime.from(written.toInstant().plusSeconds(60)));

    String said = start(image, Map.of("XDG_CACHE_HOME", temporary.resolve("marks").toString()));

    assertThat(said).contains(cacheOption(image)).doesNotContain("-Dheddle.checked");
  }

  @Test
  void aSecondPartNewerThanTheMarkIsChecked() throws Exception {
    Files.writeString(image.cache(), "");
    Path mark = temporary.resolve("marks/heddle/checked-" + image.launcherId());
    Files.createDirectories(mark.getParent());
    Files.writeString(mark, image.cache() + "\n");
    FileTime marked = Files.getLastModifiedTime(mark);
    Files.setLastModifiedTime(image.cache(), FileTime.from(marked.toInstant().minusSeconds(60)));
    Files.writeString(image.restOfCache(), "");
    Files.setLastModifiedTime(
        image.restOfCache(), FileTime.from(marked.toInstant().plusSeconds(60)));

    assertThat(start(image, Map.of("XDG_CACHE_HOME", temporary.resolve("marks").toString())))
        .contains(
            "-XX:+VerifySharedSpaces\n-Dheddle.checked="
                + mark
                + "\n-Dheddle.cache="
                + image.cache()
                + "\n");
  }

  @Test
  void theCacheOfAnotherBuildIsNotTaken() throws Exception {
    Files.writeString(image.root().resolve("lib/heddle-0123456789ab.aot"), "");

    assertThat(start(image)).contains("dev.heddle.server.Main").doesNotContain("SharedArchive");
  }

  @Test
  void whatOthersSetForJavaAtLargeIsKeptFromTheServerAndForItsCommands() throws Exception {
    assertThat(start(image, Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC -Dx='y z'")))
        .contains("\ntool=\n")
        .contains("\nouter=-XX:+UseG1GC -Dx='y z'\n");
  }

  @Test
  void aLocaleThatKnowsOnlyAsciiIsReplaced() throws Exception {
    Map<String, String> none = Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", "");
    assertThat(start(image, none)).contains("\nlocale=|C.UTF-8\n");
    assertThat(start(image, Map.of("LC_ALL", "POSIX"))).contains("\nlocale=C.UTF-8|C.UTF-8\n");
    assertThat(start(image, Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", "de_DE.UTF-8")))
        .contains("\nlocale=|\n");
  }

  @Test
  void optionsOfTheUserComeAfterOurs() throws Exception {
    String said = start(image, Map.of("HEDDLE_JAVA_OPTS", "-Xmx99m -Da=b"));

    assertThat(said.indexOf("-Xmx99m\n-Da=b\n")).isGreaterThan(said.indexOf("-XX:+UseSerialGC"));
  }

  @Test
  void aStarInAnOptionIsNotTakenForFiles() throws Exception {
    Path folder = Files.createDirectory(temporary.resolve("folder"));
    Files.writeString(folder.resolve("-Da=files"), "");
    String script = "cd '" + folder + "' && exec '" + image.launcher() + "' app-server";

    assertThat(said(List.of("sh", "-c", script), Map.of("HEDDLE_JAVA_OPTS", "-Da=*")))
        .contains("\n-Da=*\n");
  }

  @Test
  void aFolderWithBlanksAndLettersOfAllKindsIsFine() throws Exception {
    Image odd = at(temporary.resolve("my tools/ヘドル é $HOME 'x'/heddle"));
    Files.writeString(odd.cache(), "");

    assertThat(start(odd))
        .startsWith(odd.root().resolve("runtime/bin/java") + "\n")
        .contains(cacheOption(odd));
  }

  @Test
  void aFolderThatJavaCannotStartFromIsNamed() throws Exception {
    Image odd = at(temporary.resolve("a:b/heddle"));
    try (Run run = Run.of(List.of(odd.launcher().toString(), "app-server"), Map.of())) {
      assertThat(run.end()).isEqualTo(2);
      assertThat(run.lines()).isEmpty();
      assertThat(run.errors()).contains("a path with a colon", "a:b/heddle");
    }
  }

  @Test
  void aLinkToTheLauncherIsFollowed() throws Exception {
    Path bin = Files.createDirectories(temporary.resolve("usr/bin"));
    Path one = Files.createSymbolicLink(bin.resolve("one"), image.launcher());
    Path two = Files.createSymbolicLink(bin.resolve("two"), Path.of("one"));

    assertThat(said(List.of(two.toString(), "app-server"), Map.of()))
        .startsWith(image.root().resolve("runtime/bin/java").toString());
    assertThat(said(List.of("sh", "-c", "cd '" + bin + "' && ./two x"), Map.of()))
        .contains(MODULE + "x\n");
    assertThat(said(List.of("sh", "-c", "PATH='" + one.getParent() + "':$PATH; one x"), Map.of()))
        .contains(MODULE + "x\n");
  }

  @Test
  void aFolderThatWasDeletedIsLeft() throws Exception {
    Path java = image.root().resolve("runtime/bin/java");
    Files.writeString(java, "#!/bin/sh\npwd -P\n");
    Path gone = temporary.resolve("gone");
    String script = "mkdir '" + gone + "' && cd '" + gone + "' && rmdir '" + gone + "' && '";
    assertThat(said(List.of("sh", "-c", script + image.launcher() + "' app-server"), Map.of()))
        .isEqualTo("/\n");
    Path kept = Files.createDirectory(temporary.toRealPath().resolve("kept"));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), kept);
    assertThat(
            said(
                List.of("sh", "-c", "cd '" + link + "' && '" + image.launcher() + "' app-server"),
                Map.of()))
        .isEqualTo(kept + "\n");
  }

  @Test
  void aJavaOfTheUsersChoiceReplacesTheRuntimeAndRunsTheJar() throws Exception {
    Path home = fakeJava(temporary.resolve("jdk"), "25.0.1");
    Files.writeString(image.jar(), "");
    Files.writeString(image.cache(), "");

    assertThat(start(image, Map.of("HEDDLE_JAVA", home.toString())))
        .startsWith(home.resolve("bin/java").toString())
        .contains("\n-cp\n" + image.jar() + "\ndev.heddle.server.Main\napp-server\n")
        .doesNotContain("SharedArchive");
  }

  @Test
  void withoutAJarTheRuntimeRunsWhateverTheUserChose() throws Exception {
    Path home = fakeJava(temporary.resolve("jdk"), "25.0.1");

    assertThat(start(image, Map.of("HEDDLE_JAVA", home.toString())))
        .startsWith(image.root().resolve("runtime/bin/java").toString());
  }

  @Test
  void aJavaThatIsTooOldIsRefusedOnStandardErrorOnly() throws Exception {
    Path home = fakeJava(temporary.resolve("jdk"), "17.0.1");
    Files.writeString(image.jar(), "");
    try (Run run =
        Run.of(
            List.of(image.launcher().toString(), "app-server"),
            Map.of("HEDDLE_JAVA", home.toString()))) {
      assertThat(run.end()).isEqualTo(2);
      assertThat(run.lines()).isEmpty();
      assertThat(run.errors()).contains("is not a Java 25 or newer");
    }
  }

  private static String cacheOption(Image image) {
    return "-XX:SharedArchiveFile=" + image.cache() + ":" + image.restOfCache() + "\n";
  }

  private Image at(Path root) throws IOException {
    Image real = Image.underTest();
    Files.createDirectories(root.resolve("bin"));
    Files.createDirectories(root.resolve("lib"));
    Files.copy(real.launcher(), root.resolve("bin/heddle")).toFile().setExecutable(true);
    Files.copy(real.root().resolve("lib/find-java.sh"), root.resolve("lib/find-java.sh"));
    fakeJava(root.resolve("runtime"), "25");
    return new Image(root);
  }

  private static Path fakeJava(Path home, String version) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Path java = Files.writeString(home.resolve("bin/java"), FAKE_JAVA);
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return home;
  }

  private static String start(Image image) throws Exception {
    return start(image, Map.of());
  }

  private static String start(Image image, Map<String, String> environment) throws Exception {
    return said(List.of(image.launcher().toString(), "app-server"), environment);
  }

  private static String said(List<String> command, Map<String, String> environment)
      throws Exception {
    try (Run run = Run.of(command, environment)) {
      assertThat(run.end()).as(run.errors()).isZero();
      return String.join("\n", run.lines()) + "\n";
    }
  }
}
