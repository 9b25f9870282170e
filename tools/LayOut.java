import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.instruction.ConstantInstruction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The maker of the layout: turns a folder of jars into something that can be started.
 *
 * <p>{@code java LayOut.java LAYOUT TEMPLATES}: reads {@code LAYOUT/lib/*.jar} and
 *
 * <ul>
 *   <li>takes signatures out of them: a signed jar's classes cannot be in an ahead-of-time cache,
 *       and verifying them costs every start a tenth of a second;
 *   <li>takes native libraries out of them and puts those of common platforms into {@code
 *       lib/native/}, one folder each, named as sqlite-jdbc names them;
 *   <li>computes the build id, a digest of all that the jars contain, and writes it into our
 *       classes and manifests;
 *   <li>copies the templates, with the build id, the class path and the JVM's options in them.
 * </ul>
 *
 * <p>The same input gives the same bytes. Doing it twice is harmless.
 */
final class LayOut {
  private static final String ID_CLASS = "dev/heddle/server/BuildId.class";
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final int ID_DIGITS = 12;

  /** Entries that nothing needs at run time. */
  private static final Pattern DROPPED =
      Pattern.compile("META-INF/(.*\\.(SF|RSA|DSA|EC)|maven/.*|native-image/.*|INDEX\\.LIST)");

  private static final Pattern SQLITE =
      Pattern.compile("org/sqlite/native/(?<platform>[^/]+/[^/]+)/(?<file>[^/]+)");
  private static final Pattern ZSTD =
      Pattern.compile("(?<platform>[a-z]+/[a-z0-9_]+)/(?<file>libzstd-jni[^/]+)");

  /** Zstandard's name of a platform: where its library goes. */
  private static final Map<String, List<String>> PLATFORMS =
      Map.of(
          "linux/amd64", List.of("Linux/x86_64", "Linux-Musl/x86_64"),
          "linux/aarch64", List.of("Linux/aarch64", "Linux-Musl/aarch64"),
          "darwin/x86_64", List.of("Mac/x86_64"),
          "darwin/aarch64", List.of("Mac/aarch64"),
          "win/amd64", List.of("Windows/x86_64"),
          "win/aarch64", List.of("Windows/aarch64"));

  private final Path layout;
  private final Path lib;
  private final Path templates;

  /** By the jar's name, its entries by theirs. */
  private final Map<String, Map<String, byte[]>> jars = new TreeMap<>();

  private LayOut(Path layout, Path templates) {
    this.layout = layout;
    this.lib = layout.resolve("lib");
    this.templates = templates;
  }

  public static void main(String[] args) throws IOException {
    new LayOut(Path.of(args[0]), Path.of(args[1])).make();
  }

  private void make() throws IOException {
    for (Path jar : list(lib, ".jar")) {
      jars.put(jar.getFileName().toString(), read(jar));
    }
    String id = id();
    for (Map.Entry<String, Map<String, byte[]>> jar : jars.entrySet()) {
      stamp(jar.getValue(), id);
      write(lib.resolve(jar.getKey()), jar.getValue());
    }
    copyTemplates(id);
  }

  private Map<String, byte[]> read(Path jar) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = entry.getName();
        if (entry.isDirectory() || DROPPED.matcher(name).matches()) {
          continue;
        }
        if (!unpacked(name, in)) {
          entries.put(name, in.readAllBytes());
        }
      }
    }
    return entries;
  }

  /** Whether the entry is a native library; then it is in its folder or nowhere. */
  private boolean unpacked(String name, InputStream content) throws IOException {
    Matcher sqlite = SQLITE.matcher(name);
    Matcher zstd = ZSTD.matcher(name);
    List<String> folders;
    String file;
    if (sqlite.matches()) {
      String platform = sqlite.group("platform");
      boolean common = PLATFORMS.values().stream().anyMatch(each -> each.contains(platform));
      folders = common ? List.of(platform) : List.of();
      file = sqlite.group("file");
    } else if (zstd.matches()) {
      folders = PLATFORMS.getOrDefault(zstd.group("platform"), List.of());
      file = zstd.group("file");
    } else {
      return false;
    }
    byte[] bytes = content.readAllBytes();
    for (String folder : folders) {
      Path target = lib.resolve("native").resolve(folder);
      Files.createDirectories(target);
      Files.write(target.resolve(file), bytes);
    }
    return true;
  }

  private String id() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    jars.forEach((jar, entries) -> {
      digest.update((jar + '\n').getBytes(StandardCharsets.UTF_8));
      entries.forEach((name, content) -> {
        // What carries the id cannot be part of it.
        if (!name.equals(ID_CLASS) && !name.equals(MANIFEST)) {
          digest.update((name + '\n').getBytes(StandardCharsets.UTF_8));
          digest.update(content);
        }
      });
    });
    return HexFormat.of().formatHex(digest.digest()).substring(0, ID_DIGITS);
  }

  private static void stamp(Map<String, byte[]> entries, String id) throws IOException {
    byte[] idClass = entries.get(ID_CLASS);
    if (idClass == null) {
      return;
    }
    ClassFile classes = ClassFile.of();
    entries.put(
        ID_CLASS,
        classes.transformClass(
            classes.parse(idClass),
            ClassTransform.transformingMethodBodies(
                method -> method.methodName().equalsString("value"),
                (code, element) -> {
                  if (element instanceof ConstantInstruction) {
                    code.loadConstant(id);
                  } else {
                    code.with(element);
                  }
                })));
    byte[] text = entries.get(MANIFEST);
    Manifest manifest = new Manifest(new java.io.ByteArrayInputStream(text));
    manifest.getMainAttributes().put(new Attributes.Name("Heddle-Build"), id);
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    manifest.write(out);
    entries.put(MANIFEST, out.toByteArray());
  }

  private static void write(Path jar, Map<String, byte[]> entries) throws IOException {
    Path unfinished = jar.resolveSibling(jar.getFileName() + ".new");
    try (OutputStream file = Files.newOutputStream(unfinished);
        ZipOutputStream out = new ZipOutputStream(file)) {
      if (entries.containsKey(MANIFEST)) {
        put(out, MANIFEST, entries.get(MANIFEST)); // readers expect it first
      }
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        if (!entry.getKey().equals(MANIFEST)) {
          put(out, entry.getKey(), entry.getValue());
        }
      }
    }
    Files.move(unfinished, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(java.time.LocalDateTime.of(2026, 1, 1, 0, 0));
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }

  private void copyTemplates(String id) throws IOException {
    List<String> names =
        Stream.concat(
                Stream.of("heddle-server.jar", "heddle-protocol.jar"),
                jars.keySet().stream().filter(name -> !name.startsWith("heddle-")))
            .toList();
    List<String> options =
        Files.readString(templates.resolve("jvm.options"))
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    Map<String, String> values =
        Map.of(
            "@BUILD_ID@", id,
            "@JVM_OPTIONS@", String.join(" ", options),
            "@CLASS_PATH@", joined(names, "$lib/", ":"),
            "@WINDOWS_CLASS_PATH@", joined(names, "%LIB%\\", ";"));
    try (Stream<Path> files = Files.walk(templates)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        Path relative = templates.relativize(each);
        if (relative.getNameCount() > 1) {
          copy(each, layout.resolve(relative), values);
        }
      }
    }
  }

  private static void copy(Path from, Path to, Map<String, String> values) throws IOException {
    String text = Files.readString(from);
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace(value.getKey(), value.getValue());
    }
    Files.createDirectories(to.getParent());
    // A running shell reads its script as it goes: a new file, not new bytes in the old one.
    Files.deleteIfExists(to);
    Files.writeString(to, text);
    if (Files.getFileStore(to).supportsFileAttributeView("posix")) {
      boolean program = to.getParent().getFileName().toString().equals("bin");
      Files.setPosixFilePermissions(
          to, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static String joined(List<String> names, String folder, String separator) {
    return names.stream().map(name -> folder + name).collect(Collectors.joining(separator));
  }

  private static List<Path> list(Path folder, String suffix) {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(
          files.filter(each -> each.toString().endsWith(suffix)).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
