package dev.heddle.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFilesTest {
  @TempDir Path temp;

  @Test
  void whatGoesWhileATreeIsRemovedKeepsNothingOfIt() throws IOException {
    Path tree = temp.resolve("tree");
    List<Path> folders = List.of(tree.resolve("a"), tree.resolve("b"), tree.resolve("c"));
    for (Path folder : folders) {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("1"), "x");
      Files.writeString(folder.resolve("2"), "x");
    }
    Files.walkFileTree(
        tree,
        new HostFiles.Removing() {
          private boolean begun;

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!begun) {
              begun = true;
              // Somebody removes this folder and half of the next.
              Path here = file.getParent();
              Path next = folders.stream().filter(each -> !each.equals(here)).findFirst().get();
              new HostFiles(1).remove(here, true, false);
              new HostFiles(1).remove(next.resolve("1"), false, false);
            }
            return super.visitFile(file, attributes);
          }
        });
    assertThat(tree).doesNotExist();
  }

  @Test
  void onlyAPathThatIsNotThereIsForced() throws IOException {
    HostFiles files = new HostFiles(1);
    Path missing = temp.resolve("missing");
    files.remove(missing, true, true);
    assertThatThrownBy(() -> files.remove(missing, true, false))
        .isInstanceOf(NoSuchFileException.class);
  }
}
