package dev.heddle.server.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.store.GitInfo;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a repository, also of one that somebody has prepared. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GitRepositoriesTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path folder;
  private Path git;

  @BeforeEach
  void makeRepository() throws IOException {
    git = Files.createDirectories(folder.resolve(".git"));
    Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
    Files.writeString(git.resolve("packed-refs"), COMMIT + " refs/heads/main\n");
    Files.writeString(git.resolve("config"), "[remote \"origin\"]\n  url = x:y\n");
  }

  @Test
  void commitBranchAndOriginAreKnown() {
    var info = GitRepositories.around(folder.resolve("sub").toString());
    assertThat(info).isNotNull();
    assertThat(info.toString()).contains(COMMIT, "main", "x:y");
  }

  @Test
  void theStubOfAReftableIsNoBranch() throws IOException {
    Files.writeString(git.resolve("HEAD"), "ref: refs/heads/.invalid\n");
    var info = GitRepositories.around(folder.toString());
    assertThat(info).isEqualTo(new GitInfo(null, null, "x:y"));
  }

  @Test
  void aLinkIntoAnotherRepositoryIsInThatOne() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other/.git")).getParent();
    Files.writeString(other.resolve(".git/HEAD"), "ref: refs/heads/elsewhere\n");
    Path inside = Files.createDirectories(other.resolve("inside"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), inside);
    var info = GitRepositories.around(link.toString());
    assertThat(info).isEqualTo(new GitInfo(null, "elsewhere", null));
  }

  @Test
  void aConfigurationInAnotherEncodingHidesNothing() throws IOException {
    Files.writeString(
        git.resolve("config"),
        "[user]\n  name = J\u00fcrgen\n[remote \"origin\"]\n  url = x:y\n",
        StandardCharsets.ISO_8859_1);
    var info = GitRepositories.around(folder.toString());
    assertThat(info).isEqualTo(new GitInfo(COMMIT, "main", "x:y"));
  }

  @Test
  void aPipeIsNotWaitedFor() throws Exception {
    // The first of them last: without it no other is read.
    for (String file : new String[] {"config", "packed-refs", "HEAD"}) {
      Files.delete(git.resolve(file));
      Process made = new ProcessBuilder("mkfifo", git.resolve(file).toString()).start();
      assertThat(made.waitFor()).isZero();
      GitRepositories.around(folder.toString());
    }
    assertThat(GitRepositories.around(folder.toString())).isNull();
  }

  @Test
  void whatIsFarTooLargeIsNotRead() throws IOException {
    try (RandomAccessFile huge = new RandomAccessFile(git.resolve("HEAD").toFile(), "rw")) {
      huge.setLength(1L << 40);
    }
    assertThat(GitRepositories.around(folder.toString())).isNull();
  }
}
