package dev.heddle.server.patch;

import dev.heddle.server.log.Log;
import java.io.IOException;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose a file is, and who may use it.
 *
 * @param permissions empty for a new file, or where files have none
 * @param owner null for who writes it
 * @param group null for the one the system chooses
 */
record FileRights(
    Set<PosixFilePermission> permissions,
    @Nullable UserPrincipal owner,
    @Nullable GroupPrincipal group) {
  /** Those of a new file, or where files have none. */
  static final FileRights NONE = new FileRights(Set.of(), null, null);

  private static final Log LOG = Log.of(FileRights.class);

  static FileRights of(PosixFileAttributes attributes) {
    return new FileRights(
        Set.copyOf(attributes.permissions()), attributes.owner(), attributes.group());
  }

  /**
   * Gives them to a file that was written. Where this process may not give files away it stays the
   * owner.
   */
  void giveTo(PosixFileAttributeView file) throws IOException {
    PosixFileAttributes now = file.readAttributes();
    if (group != null && !group.equals(now.group())) {
      tryTo(() -> file.setGroup(group));
    }
    file.setPermissions(permissions); // behind the owner it might not be allowed any more
    if (owner != null && !owner.equals(now.owner())) {
      tryTo(() -> file.setOwner(owner));
    }
  }

  private interface Change {
    void make() throws IOException;
  }

  private static void tryTo(Change change) {
    try {
      change.make();
    } catch (IOException e) {
      LOG.debug(() -> "a patched file gets another owner or group: " + e);
    }
  }
}
