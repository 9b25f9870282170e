package dev.heddle.server.patch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a patch says about one file. Paths are as the patch has them. */
sealed interface FileOperation {
  String path();

  /** The file shall have this text, whether it exists or not. */
  record Add(String path, String content) implements FileOperation {}

  /** The file shall go. */
  record Delete(String path) implements FileOperation {}

  /** The file shall be edited. {@code movedTo} is its new path, or null when it stays. */
  record Update(String path, @Nullable String movedTo, List<Chunk> chunks)
      implements FileOperation {
    public Update {
      chunks = List.copyOf(chunks);
    }
  }
}
