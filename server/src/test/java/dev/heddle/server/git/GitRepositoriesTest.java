package dev.heddle.server.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
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
