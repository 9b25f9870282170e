package dev.heddle.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package may import what, as a table; read from the import lines of the sources. */
class PackageBoundariesTest {
  private static final String OURS = "dev.heddle.";
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?([a-z0-9_.]+)\\.([A-Z][A-Za-z0-9_]*)");

  /**
   * By package of ours: the packages it may import. Names of ours are exact and given without
   * {@code dev.heddle.}; names of libraries stand for their subpackages too. A package ending in a
   * dot stands for those below it that have no line of their own.
   */
  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("protocol.json", Set.of("com.google.gson")),
          Map.entry(
              "protocol.rpc",
              Set.of("protocol.json", "com.google.gson", "org.eclipse.lsp4j.jsonrpc")),
          Map.entry("protocol.v2", Set.of("protocol.rpc", "com.google.gson")),
          Map.entry("schema", Set.of("protocol.rpc", "protocol.v2", "com.google.gson")),
          Map.entry("server.log", Set.of()),
          Map.entry("server.json", Set.of("com.google.gson")),
          Map.entry("server.libc", Set.of("com.sun.jna")),
          Map.entry(
              "server.rollout",
              Set.of("protocol.json", "com.google.gson", "server.json", "server.log")),
          Map.entry(
              "server.config",
              Set.of(
                  "com.google.gson", "io.github.wasabithumb.jtoml", "server.json", "server.log")),
          Map.entry("server.git", Set.of("server.store")),
          Map.entry("server.shell", Set.of("com.google.gson")),
          Map.entry(
              "server.sandbox", Set.of("protocol.v2", "server.git", "server.libc", "server.log")),
          Map.entry(
              "server.approval",
              Set.of(
                  "protocol.v2",
                  "server.log",
                  "server.sandbox",
                  "server.shell",
                  "server.thread",
                  "com.google.gson")),
          Map.entry(
              "server.exec",
              Set.of(
                  "protocol.rpc",
                  "protocol.v2",
                  "server.approval",
                  "server.connection",
                  "server.json",
                  "server.log",
                  "server.model",
                  "server.process",
                  "server.rollout",
                  "server.sandbox",
                  "server.shell",
                  "server.store",
                  "server.thread",
                  "server.tool",
                  "com.google.gson")),
          Map.entry(
              "server.goal",
              Set.of(
                  "protocol.rpc",
                  "protocol.v2",
                  "server.model",
                  "server.rollout",
                  "server.store",
                  "server.thread",
                  "server.tool",
                  "com.google.gson")),
          Map.entry(
              "server.process", Set.of("server.json", "server.libc", "server.log", "com.pty4j")),
          Map.entry(
              "server.review",
              Set.of("protocol.rpc", "protocol.v2", "server.rollout", "com.google.gson")),
          Map.entry(
              "server.context",
              Set.of(
                  "server.git",
                  "protocol.v2",
                  "server.config",
                  "server.log",
                  "server.rollout",
                  "server.skill",
                  "server.thread",
                  "com.google.gson",
                  "com.google.common")),
          Map.entry(
              "server.skill",
              Set.of(
                  "protocol.v2",
                  "server.config",
                  "server.files",
                  "server.git",
                  "server.log",
                  "com.google.common",
                  "com.google.gson",
                  "org.snakeyaml.engine")),
          Map.entry("server.files", Set.of("server.log")),
          Map.entry("server.image", Set.of("com.google.gson")),
          Map.entry("server.command", Set.of("server.process")),
          Map.entry("server.search", Set.of("server.log", "org.eclipse.jgit.ignore")),
          Map.entry(
              "server.patch",
              Set.of(
                  "server.git",
                  "server.json",
                  "server.log",
                  "com.github.difflib",
                  "com.google.gson")),
          Map.entry("server.store", Set.of("server.rollout", "com.google.gson", "server.log")),
          Map.entry(
              "server.store.",
              Set.of(
                  "server.json",
                  "server.libc",
                  "server.store",
                  "server.store.format",
                  "server.store.journal",
                  "server.rollout",
                  "server.log",
                  "com.google.gson",
                  "com.google.common",
                  "com.github.luben.zstd",
                  "org.postgresql",
                  "org.sqlite",
                  "stormpot")),
          Map.entry(
              "server.model",
              Set.of(
                  "server.config",
                  "server.log",
                  "com.google.gson",
                  "server.model.chat",
                  "server.model.http",
                  "server.model.responses",
                  "server.model.script")),
          Map.entry(
              "server.model.",
              Set.of(
                  "server.model",
                  "server.model.http",
                  "server.config",
                  "server.json",
                  "server.log",
                  "com.google.gson",
                  "okhttp3",
                  "okio")),
          Map.entry(
              "server.connection",
              Set.of(
                  "protocol.rpc",
                  "protocol.v2",
                  "server.log",
                  "com.google.gson",
                  "org.eclipse.lsp4j.jsonrpc")),
          Map.entry(
              "server.dispatch",
              Set.of(
                  "protocol.rpc",
                  "server.connection",
                  "server.rollout",
                  "server.store",
                  "server.log",
                  "com.google.gson",
                  "org.eclipse.lsp4j.jsonrpc")),
          Map.entry(
              "server.thread",
              Set.of(
                  "protocol.rpc",
                  "protocol.v2",
                  "server.connection",
                  "server.model",
                  "server.rollout",
                  "server.store",
                  "server.config",
                  "server.log",
                  "com.google.gson",
                  "com.google.common")),
          Map.entry(
              "server.turn",
              Set.of(
                  "protocol.rpc",
                  "protocol.v2",
                  "server.context",
                  "server.goal",
                  "server.connection",
                  "server.image",
                  "server.model",
                  "server.rollout",
                  "server.store",
                  "server.review",
                  "server.skill",
                  "server.thread",
                  "server.shell",
                  "server.tool",
                  "server.tool.plan",
                  "server.config",
                  "server.log",
                  "com.google.gson",
                  "com.google.common")),
          Map.entry(
              "server.tool",
              Set.of(
                  "protocol.rpc",
                  "protocol.v2",
                  "server.connection",
                  "server.model",
                  "server.rollout",
                  "server.thread",
                  "com.google.gson")),
          Map.entry(
              "server.tool.dynamic",
              Set.of(
                  "protocol.rpc",
                  "protocol.v2",
                  "server.connection",
                  "server.image",
                  "server.model",
                  "server.rollout",
                  "server.thread",
                  "server.tool",
                  "com.google.gson")),
          Map.entry(
              "server.tool.plan",
              Set.of(
                  "protocol.rpc",
                  "protocol.v2",
                  "server.connection",
                  "server.model",
                  "server.rollout",
                  "server.thread",
                  "server.tool",
                  "com.google.gson")),
          Map.entry(
              "server.tool.image",
              Set.of(
                  "server.image",
                  "server.rollout",
                  "server.thread",
                  "server.tool",
                  "com.google.gson")),
          Map.entry(
              "server.mcp",
              Set.of(
                  "protocol.rpc",
                  "server.config",
                  "server.json",
                  "server.log",
                  "server.model.http",
                  "server.process",
                  "server.rollout",
                  "com.google.gson",
                  "okhttp3",
                  "okio")),
          Map.entry(
              "server.tool.mcp",
              Set.of(
                  "protocol.v2",
                  "server.config",
                  "server.connection",
                  "server.image",
                  "server.log",
                  "server.mcp",
                  "server.model",
                  "server.rollout",
                  "server.thread",
                  "server.tool",
                  "com.google.gson")),
          Map.entry(
              "server.tool.patch",
              Set.of(
                  "protocol.v2",
                  "server.connection",
                  "server.model",
                  "server.patch",
                  "server.rollout",
                  "server.sandbox",
                  "server.thread",
                  "server.tool",
                  "com.google.gson")),
          // A client like any other: nothing of the server's own.
          Map.entry(
              "server.demo",
              Set.of(
                  "protocol.rpc", "protocol.v2", "com.google.gson", "org.eclipse.lsp4j.jsonrpc")),
          Map.entry(
              "server.chat",
              Set.of(
                  "protocol.rpc",
                  "protocol.v2",
                  "com.google.gson",
                  "org.eclipse.lsp4j.jsonrpc",
                  "org.jline")),
          // Clients too; the model they bring along is an HTTP server.
          Map.entry("server.conform.trace", Set.of("com.google.gson")),
          Map.entry(
              "server.conform.stage",
              Set.of("server.conform.trace", "com.google.gson", "com.sun.net.httpserver")),
          Map.entry(
              "server.conform",
              Set.of(
                  "server.conform.stage",
                  "server.conform.trace",
                  "com.google.gson",
                  "javax.xml.stream")),
          Map.entry(
              "server.handler",
              Set.of(
                  "protocol.rpc",
                  "protocol.v2",
                  "server.command",
                  "server.goal",
                  "server.connection",
                  "server.context",
                  "server.dispatch",
                  "server.exec",
                  "server.files",
                  "server.mcp",
                  "server.image",
                  "server.process",
                  "server.sandbox",
                  "server.model",
                  "server.rollout",
                  "server.review",
                  "server.search",
                  "server.skill",
                  "server.tool.dynamic",
                  "server.store",
                  "server.thread",
                  "server.tool",
                  "server.turn",
                  "server.config",
                  "server.log",
                  "com.google.gson",
                  "com.google.common")));

  /** What of the JDK a package may not use: where files and databases are somebody else's. */
  private static final Map<String, Set<String>> FORBIDDEN_JDK =
      Map.of(
          "server.store", Set.of("java.sql"),
          "server.thread", Set.of("java.sql", "java.nio.file.Files"),
          "server.turn", Set.of("java.sql"),
          "server.connection", Set.of("java.sql", "java.nio.file"),
          "server.dispatch", Set.of("java.sql", "java.nio.file"),
          "server.handler", Set.of("java.sql", "java.nio.file.Files", "java.io.File"));

  @Test
  void everyImportIsAllowed() throws IOException {
    List<String> violations = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Path source : sources()) {
      seen.add(packageOf(source));
      check(packageOf(source), Files.readString(source), violations);
    }
    assertThat(seen).as("the sources were found").contains("server.dispatch", "protocol.rpc");
    assertThat(violations).isEmpty();
  }

  @Test
  void aPlantedImportIsFound() {
    assertThat(violationsOf("server.store", "import dev.heddle.server.handler.X;")).hasSize(1);
    assertThat(violationsOf("server.store.local", "import dev.heddle.server.store.memory.X;"))
        .hasSize(1);
    assertThat(violationsOf("server.handler", "import dev.heddle.server.store.local.X;"))
        .hasSize(1);
    assertThat(violationsOf("server.thread", "import java.sql.Connection;")).hasSize(1);
    assertThat(violationsOf("server.connection", "import static okhttp3.X.y;")).hasSize(1);
    assertThat(violationsOf("server.brandnew", "import java.util.List;")).hasSize(1);
    assertThat(violationsOf("server.store.local", "import dev.heddle.server.store.ThreadStore;"))
        .isEmpty();
    assertThat(violationsOf("server.store.local", "import dev.heddle.server.store.local.X;"))
        .isEmpty();
  }

  private static List<String> violationsOf(String ofPackage, String text) {
    List<String> violations = new ArrayList<>();
    check(ofPackage, text, violations);
    return violations;
  }

  private static void check(String ofPackage, String text, List<String> violations) {
    if (ofPackage.equals("server")) {
      return; // the composition root may name everything
    }
    Set<String> allowed = allowed(ofPackage);
    if (allowed == null) {
      violations.add(ofPackage + " has no line in the table");
      return;
    }
    Matcher imports = IMPORT.matcher(text);
    while (imports.find()) {
      String imported = imports.group(1);
      String type = imported + '.' + imports.group(2);
      if (!isAllowed(ofPackage, imported, type, allowed)) {
        violations.add(ofPackage + " imports " + type);
      }
    }
  }

  private static Set<String> allowed(String ofPackage) {
    Set<String> exact = ALLOWED.get(ofPackage);
    if (exact != null) {
      return exact;
    }
    return ALLOWED.get(ofPackage.substring(0, ofPackage.lastIndexOf('.') + 1));
  }

  private static boolean isAllowed(
      String ofPackage, String imported, String type, Set<String> allowed) {
    if (imported.startsWith(OURS)) {
      String name = imported.substring(OURS.length());
      return name.equals(ofPackage) || allowed.contains(name);
    }
    if (imported.startsWith("java.") || imported.startsWith("javax.net")) {
      return FORBIDDEN_JDK.getOrDefault(ofPackage, Set.of()).stream()
          .noneMatch(each -> type.equals(each) || type.startsWith(each + '.'));
    }
    return imported.equals("org.jspecify.annotations")
        || allowed.stream()
            .anyMatch(each -> imported.equals(each) || imported.startsWith(each + '.'));
  }

  private static List<Path> sources() throws IOException {
    Path root = Path.of(System.getProperty("heddle.root", ".."));
    List<Path> sources = new ArrayList<>();
    for (String module : List.of("protocol", "schema", "server")) {
      try (Stream<Path> all = Files.walk(root.resolve(module).resolve("src/main/java"))) {
        all.filter(path -> path.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    return sources;
  }

  private static String packageOf(Path source) {
    String folder = source.getParent().toString();
    String name = folder.substring(folder.indexOf("src/main/java/") + "src/main/java/".length());
    return name.replace('/', '.').substring(OURS.length());
  }
}
