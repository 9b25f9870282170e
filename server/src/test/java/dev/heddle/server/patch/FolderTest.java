package dev.heddle.server.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class FolderTest {
  @TempDir Path folder;

  @Test
  void aFileIsItsOwnersUntilItHasTheModeItShallHave() throws Exception {
    try (Folder secure = new Folders().open(folder.toRealPath())) {
      breakOff(secure, "secure");
    }
    try (Folder plain = new PlainFolder(folder.toRealPath())) {
      breakOff(plain, "plain");
    }
  }

  /** The making of a file ends before it has its content, since there is none. */
  private void breakOff(Folder into, String name) throws Exception {
    FileRights rights = new FileRights(PosixFilePermissions.fromString("rw-r-----"), null, null);
    FileContent none = new FileContent(null, rights);
    assertThatThrownBy(() -> into.create(name, none)).isInstanceOf(NullPointerException.class);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
        .isEqualTo("rw-------");
  }
}
