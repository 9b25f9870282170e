package dev.heddle.server.context;

import java.nio.file.Path;
import java.util.List;

/**
 * What the instruction files for a directory say together.
 *
 * @param directory the working directory they were looked up for
 * @param text their contents, from the most general to the most particular; empty when there is
 *     none
 * @param sources the files, in the same order
 */
public record ProjectInstructions(String directory, String text, List<Path> sources) {
  public ProjectInstructions {
    sources = List.copyOf(sources);
  }
}
