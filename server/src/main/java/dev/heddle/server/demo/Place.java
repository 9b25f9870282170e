package dev.heddle.server.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A temporary directory with a home for the server and a directory to work in, gone when this is
 * closed or the program ends, whichever comes first.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class Place implements AutoCloseable {
  private final AtomicReference<@Nullable Path> root;
  private final Path home;
  private final Path work;

  private Place(Path root) throws IOException {
    this.root = new AtomicReference<>(root);
    this.home = Files.createDirectory(root.resolve("home"));
    this.work = Files.createDirectory(root.resolve("work"));
  }

  static Place create() throws IOException {
    Place place = new Place(Files.createTempDirectory("heddle-demo-"));
    // For the user who has seen enough and presses Ctrl-C.
    Runtime.getRuntime().addShutdownHook(new Thread(place::close, "heddle-demo-cleanup"));
    return place;
  }

  /** Where the server keeps its threads. */
  Path home() {
    return home;
  }

  /** Where it works. */
  Path work() {
    return work;
  }

  /** Removes the directory with all that is in it; the second time nothing happens. */
  @Override
  public void close() {
    Path present = root.getAndSet(null);
    if (present == null) {
      return;
    }
    try {
      Files.walkFileTree(present, new Removal());
    } catch (IOException e) {
      // Not worth failing for, but the user should know what is left.
      System.err.println("heddle: cannot remove " + present + ": " + e);
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
      return FileVisitResult.CONTINUE; // a server that ends removes files of its own
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
