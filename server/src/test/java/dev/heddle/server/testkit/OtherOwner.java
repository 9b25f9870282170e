package dev.heddle.server.testkit;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Files of somebody else, which only root can make. */
public final class OtherOwner {
  private static final Map<String, Object> OTHER = Map.of("uid", 12345, "gid", 12346);

  private OtherOwner() {}

  /** Gives a file to somebody else; ends the test as skipped where that is not possible. */
  public static void give(Path file) throws IOException {
    assumeThat(Files.getFileStore(file).supportsFileAttributeView("unix")).isTrue();
    assumeThat(Files.getAttribute(file, "unix:uid")).as("needs root").isEqualTo(0);
    for (Map.Entry<String, Object> each : OTHER.entrySet()) {
      Files.setAttribute(file, "unix:" + each.getKey(), each.getValue());
    }
  }

  /** Whether owner and group of a file are those that it was given. */
  public static boolean has(Path file) throws IOException {
    return Files.readAttributes(file, "unix:uid,gid").equals(OTHER);
  }
}
