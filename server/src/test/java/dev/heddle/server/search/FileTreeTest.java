package dev.heddle.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
  @TempDir Path folder;

  @BeforeEach
  void realPath() throws IOException {
    folder = folder.toRealPath();
  }

  @Test
  void hiddenFilesAreThereAndWhatGitKeepsIsNot() throws IOException {
    file(".env", "");
    file(".hidden/a", "");
    file(".git/HEAD", "");
    file("sub/.git/HEAD", "");
    assertThat(found(folder)).containsExactlyInAnyOrder(".env", ".hidden", ".hidden/a", "sub");
  }

  @Test
  void rulesOfGitCountInARepository() throws IOException {
    file(".gitignore", "*.log\n!keep.log\nbuild/\n/top\n");
    file("a.log", "");
    file("keep.log", "");
    file("build/x", "");
    file("top", "");
    file("sub/top", "");
    file("sub/.gitignore", "!a.log\n");
    file("sub/a.log", "");
    file("sub/build", "");
    assertThat(found(folder)).contains("a.log", "build/x", "top");
    file(".git/info/exclude", "excluded\n");
    file("excluded", "");
    assertThat(found(folder))
        .containsExactlyInAnyOrder(
            ".gitignore", "keep.log", "sub", "sub/top", "sub/.gitignore", "sub/a.log", "sub/build");
  }

  @Test
  void rulesForAllToolsCountEverywhereAndFirst() throws IOException {
    file(".git/HEAD", "");
    file(".gitignore", "from-git\n");
    file(".ignore", "*.tmp\n!from-git\n");
    file("a.tmp", "");
    file("sub/b.tmp", "");
    file("sub/.gitignore", "!b.tmp\n");
    file("from-git", "");
    assertThat(found(folder))
        .containsExactlyInAnyOrder(".gitignore", ".ignore", "sub", "sub/.gitignore", "from-git");
  }

  @Test
  void rulesAboveTheRootCountUpToItsRepository() throws IOException {
    file(".git/HEAD", "");
    file(".gitignore", "*.log\nbuild/\nnested-ignored\n");
    file("build/a.log", "");
    file("build/out", "");
    file("nested/.git/HEAD", "");
    file("nested/a.log", "");
    assertThat(found(folder.resolve("build"))).containsExactly("out");
    assertThat(found(folder.resolve("nested"))).containsExactly("a.log");
  }

  @Test
  void linksAreFollowedButNotInCircles() throws IOException {
    file("real/a", "");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("real"));
    Files.createSymbolicLink(folder.resolve("file-link"), Path.of("real/a"));
    Files.createSymbolicLink(folder.resolve("nowhere"), Path.of("none"));
    Files.createSymbolicLink(folder.resolve("real/circle"), Path.of(".."));
    assertThat(found(folder))
        .containsExactlyInAnyOrder("real", "real/a", "link", "link/a", "file-link");
  }

  @Test
  void whatIsInTwoRootsBelongsToTheInnerOne() throws IOException {
    file("a/b/c", "");
    List<String> found = new ArrayList<>();
    new FileTree(List.of(folder.toString(), folder.resolve("a") + "/../a", folder.toString()))
        .walk(entry -> found.add(entry.root() + "|" + entry.path()), () -> false);
    assertThat(found)
        .containsExactlyInAnyOrder(folder + "|a", folder + "/a/../a|b", folder + "/a/../a|b/c");
  }

  @Test
  void aRootThatIsNoFolderHasNothing() throws IOException {
    file("a", "");
    assertThat(found(folder.resolve("a"))).isEmpty();
    assertThat(found(folder.resolve("none"))).isEmpty();
  }

  @Test
  void nothingIsFoundOnceItWasEnded() throws IOException {
    for (int i = 0; i < 10; i++) {
      file("f" + i, "");
    }
    AtomicInteger found = new AtomicInteger();
    new FileTree(List.of(folder.toString()))
        .walk(entry -> found.incrementAndGet(), () -> found.get() == 3);
    assertThat(found).hasValue(3);
  }

  private void file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static List<String> found(Path root) {
    List<String> found = new ArrayList<>();
    new FileTree(List.of(root.toString())).walk(entry -> found.add(entry.path()), () -> false);
    return found;
  }
}
