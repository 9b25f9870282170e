package dev.heddle.server.differential;

import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.protocol.rpc.RequestSpec;
import dev.heddle.server.AppServer;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the server may say by itself: the rows of the tables of the protocol that its compiled
 * classes use. The tables hold more than that, since clients of other servers read them, too.
 */
final class SaidByServer {
  /** Packages that only listen. */
  private static final Pattern CLIENTS = Pattern.compile("[/\\\\](chat|conform|demo)[/\\\\]");

  private SaidByServer() {}

  /** The names in a table whose constants the server uses. */
  static SortedSet<String> namesIn(Class<?> table)
      throws IOException, URISyntaxException, ReflectiveOperationException {
    URI place = AppServer.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    if (Files.isDirectory(Path.of(place))) {
      return namesBelow(Path.of(place), table);
    }
    try (FileSystem jar = FileSystems.newFileSystem(Path.of(place))) {
      return namesBelow(jar.getPath("/"), table);
    }
  }

  private static SortedSet<String> namesBelow(Path classes, Class<?> table)
      throws IOException, ReflectiveOperationException {
    SortedSet<String> constants = new TreeSet<>();
    try (Stream<Path> files = Files.walk(classes.resolve("dev/heddle/server"))) {
      for (Path file : files.filter(SaidByServer::isOfTheServer).toList()) {
        for (PoolEntry entry : ClassFile.of().parse(Files.readAllBytes(file)).constantPool()) {
          if (entry instanceof FieldRefEntry field
              && field.owner().asInternalName().equals(table.getName().replace('.', '/'))) {
            constants.add(field.name().stringValue());
          }
        }
      }
    }
    SortedSet<String> names = new TreeSet<>();
    for (String constant : constants) {
      names.add(nameOf(table.getField(constant).get(null)));
    }
    return names;
  }

  private static boolean isOfTheServer(Path file) {
    String path = file.toString();
    return path.endsWith(".class") && !CLIENTS.matcher(path).find();
  }

  private static String nameOf(Object row) {
    return switch (row) {
      case NotificationSpec<?> notification -> notification.name();
      case RequestSpec<?, ?> question -> question.name();
      default -> throw new IllegalArgumentException("no row of a table: " + row);
    };
  }
}
