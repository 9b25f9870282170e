import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.classfile.attribute.ModulePackagesAttribute;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ModuleDesc;
import java.lang.constant.PackageDesc;
import java.lang.reflect.AccessFlag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * <p>{@code java LayOut.java JARS TEMPLATES LAYOUT}:
 *
 * <ul>
 *   <li>puts what the jars contain into one, {@code lib/heddle.jar}: the JVM looks at each jar of
 *       the class path at every start. What nothing needs at run time is left out, signatures above
 *       all: a signed jar's classes cannot be in an ahead-of-time cache; and of some large
 *       libraries what no class that is in it names;
 *   <li>puts the native libraries of common platforms into {@code lib/native/}, a folder each,
 *       named as sqlite-jdbc names them, and licenses into {@code legal/};
 *   <li>makes that jar a module, too, so that it can be linked into a Java of its own, from which
 *       its classes are had sooner: {@code dev.heddle}, of which nothing is hidden from reflection;
 *   <li>computes the build id, a digest of that jar, and writes it into its manifest and into our
 *       class that tells it;
 *   <li>copies the templates, with the build id and the JVM's options in them.
 * </ul>
 *
 * <p>The same input gives the same bytes.
 */
final class LayOut {
  private static final String ID_CLASS = "dev/heddle/server/BuildId.class";
  private static final String CONNECTION_CLASS = "org/sqlite/SQLiteConnectionConfig.class";
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String SERVICES = "META-INF/services/";
  private static final String MODULE = "dev.heddle";

  /** What it needs of Java; {@code java.management} is for the driver of PostgreSQL. */
  private static final List<String> JAVA_MODULES =
      List.of("java.management", "java.sql", "jdk.httpserver", "jdk.unsupported");

  private static final int ID_DIGITS = 12;

  /**
   * Entries that nothing needs at run time: of JGit, all but the rules of .gitignore; of
   * PostgreSQL's driver, its messages in other languages.
   */
  private static final Pattern DROPPED =
      Pattern.compile(
          "org/eclipse/jgit/(?!(ignore|errors|nls)/|internal/JGitText).*|org/postgresql/(translation|osgi)/.*|META-INF/(.*\\.(SF|RSA|DSA|EC|kotlin_module)|(maven|native-image|proguard|versions)/.*"
              + "|INDEX\\.LIST|MANIFEST\\.MF)|OSGI-INF/.*|(.*/)?(module-info\\.class|package\\.html|[^/]+\\.(kotlin_builtins|template))");

  /**
   * Classes of large libraries of which little is used, as another class or a string names them.
   */
  private static final Pattern SHRUNK =
      Pattern.compile(
          "(com[/.]sun[/.]jna[/.]platform|com[/.]google[/.](common|thirdparty)|kotlin)[/.][\\w/.$-]+");

  private static final Pattern LEGAL =
      Pattern.compile("(.*/)?(?<file>(LICENSE|NOTICE|COPYING|COPYRIGHT|about)[^/]*)");

  /** How each binding names its native libraries in its jar. */
  private static final List<Pattern> NATIVES =
      List.of(
          Pattern.compile("org/sqlite/native/(?<platform>[^/]+/[^/]+)/(?<file>[^/]+)"),
          Pattern.compile("(?<platform>[a-z]+/[a-z0-9_]+)/(?<file>libzstd-jni[^/]+)"),
          Pattern.compile("com/sun/jna/(?<platform>[a-z0-9-]+)/(?<file>(lib)?jnidispatch\\..*)"),
          // Looked for in the folders that it has in the jar.
          Pattern.compile("resources/com/pty4j/native/(?<file>(?<platform>[^.]+)/[^/]+)"),
          Pattern.compile("org/jline/nativ/(?<platform>[^/]+/[^/]+)/(?<file>[^/]+)"));

  private final Path layout;
  private final Path lib;

  /** What goes into the jar, by name. */
  private final Map<String, byte[]> entries = new TreeMap<>();

  private LayOut(Path layout) {
    this.layout = layout;
    this.lib = layout.resolve("lib");
  }

  public static void main(String[] args) throws IOException {
    LayOut layOut = new LayOut(Path.of(args[2]));
    for (Path jar : jars(Path.of(args[0]))) {
      layOut.take(jar);
    }
    layOut.leaveOutDates();
    layOut.leaveOutUnused();
    layOut.describeModule();
    String id = layOut.id();
    layOut.stamp(id);
    layOut.write(layOut.lib.resolve("heddle.jar"));
    layOut.copyTemplates(Path.of(args[1]), id);
    layOut.disableOldRuntime(id);
  }

  private void take(Path jar) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = entry.getName();
        if (!entry.isDirectory() && !isLegal(jar, name, in) && !isNative(name, in)) {
          add(jar, name, in.readAllBytes());
        }
      }
    }
  }

  private void add(Path jar, String name, byte[] content) throws IOException {
    if (DROPPED.matcher(name).matches()) {
      return;
    }
    byte[] other = entries.putIfAbsent(name, content);
    if (other == null || Arrays.equals(other, content)) {
      return;
    }
    if (!name.startsWith(SERVICES)) {
      throw new IOException(jar + " has another " + name + " than a jar before it");
    }
    entries.put(
        name,
        (new String(other, StandardCharsets.UTF_8)
                + '\n'
                + new String(content, StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Each connection of SQLite's driver has a format for dates in texts, of which we have none. To
   * make one takes all that Java knows of time zones and locales: 8 ms and a hundred classes.
   */
  private void leaveOutDates() throws IOException {
    byte[] content = entries.get(CONNECTION_CLASS);
    ClassFile classes = ClassFile.of();
    ClassModel connection = classes.parse(content);
    List<MethodModel> makers =
        connection.methods().stream()
            .filter(method ->
                method.code().stream()
                    .flatMap(CodeModel::elementStream)
                    .anyMatch(LayOut::makesDates))
            .toList();
    if (makers.isEmpty()) {
      throw new IOException(CONNECTION_CLASS + " makes no format for dates any more");
    }
    entries.put(
        CONNECTION_CLASS,
        classes.transformClass(
            connection,
            ClassTransform.transformingMethodBodies(
                makers::contains,
                (code, element) -> {
                  if (makesDates(element)) {
                    code.pop().aconst_null();
                  } else {
                    code.with(element);
                  }
                })));
  }

  private static boolean makesDates(CodeElement element) {
    return element instanceof InvokeInstruction call
        && call.owner().name().equalsString("org/sqlite/date/FastDateFormat")
        && call.name().equalsString("getInstance");
  }

  private void leaveOutUnused() {
    Set<String> unused = new HashSet<>(entries.keySet());
    unused.removeIf(name -> !name.endsWith(".class") || !SHRUNK.matcher(name).lookingAt());
    Deque<String> used = new ArrayDeque<>(entries.keySet());
    used.removeAll(unused);
    while (!used.isEmpty()) {
      for (String named : named(entries.get(used.pop()))) {
        if (unused.remove(named)) {
          used.push(named);
        }
      }
    }
    entries.keySet().removeAll(unused);
  }

  private void describeModule() {
    ModuleAttribute module =
        ModuleAttribute.of(
            ModuleDesc.of(MODULE),
            builder -> {
              builder.moduleFlags(AccessFlag.OPEN);
              builder.requires(ModuleDesc.of("java.base"), Set.of(AccessFlag.MANDATED), null);
              JAVA_MODULES.forEach(name -> builder.requires(ModuleDesc.of(name), 0, null));
              entries.forEach((name, content) -> {
                if (name.matches(SERVICES + "[\\w.]+")) {
                  ClassDesc service = ClassDesc.of(name.substring(SERVICES.length()));
                  builder.uses(service);
                  builder.provides(service, providers(content));
                }
              });
            });
    List<PackageDesc> packages =
        entries.keySet().stream()
            .map(name -> name.substring(0, Math.max(0, name.lastIndexOf('/'))))
            .filter(folder -> folder.matches("\\w+(/\\w+)*")) // META-INF is none
            .distinct()
            .map(PackageDesc::ofInternalName)
            .toList();
    byte[] descriptor =
        ClassFile.of()
            .buildModule(module, file -> file.with(ModulePackagesAttribute.ofNames(packages)));
    entries.put("module-info.class", descriptor);
  }

  private static ClassDesc[] providers(byte[] content) {
    return new String(content, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .map(ClassDesc::of)
        .distinct()
        .toArray(ClassDesc[]::new);
  }

  private static Set<String> named(byte[] content) {
    return SHRUNK
        .matcher(new String(content, StandardCharsets.ISO_8859_1))
        .results()
        .map(name -> name.group().replace('.', '/') + ".class")
        .collect(Collectors.toSet());
  }

  /** Whether the entry is a license or the like; then it is in its folder now. */
  private boolean isLegal(Path jar, String name, InputStream content) throws IOException {
    Matcher legal = LEGAL.matcher(name);
    if (!legal.matches() || name.endsWith(".class")) {
      return false;
    }
    Path folder =
        Files.createDirectories(
            layout.resolve("legal").resolve(jar.getFileName().toString().replace(".jar", "")));
    Files.write(folder.resolve(legal.group("file")), content.readAllBytes());
    return true;
  }

  /** Whether the entry is a native library; then it is in its folder or nowhere. */
  private boolean isNative(String name, InputStream content) throws IOException {
    for (Pattern each : NATIVES) {
      Matcher found = each.matcher(name);
      if (found.matches()) {
        byte[] bytes = content.readAllBytes();
        for (String folder : folders(found.group("platform"))) {
          Path target = lib.resolve("native").resolve(folder).resolve(found.group("file"));
          Files.createDirectories(target.getParent());
          Files.write(target, bytes);
          if (!target.getFileName().toString().contains(".")) {
            target.toFile().setExecutable(true, false);
          }
        }
        return true;
      }
    }
    return false;
  }

  /** Where the libraries of a platform go, by whatever name a binding calls it. */
  private static List<String> folders(String platform) {
    return switch (platform) {
      case "linux/amd64", "linux/x86-64", "linux-x86-64" ->
          List.of("Linux/x86_64", "Linux-Musl/x86_64");
      case "linux/aarch64", "linux-aarch64" -> List.of("Linux/aarch64", "Linux-Musl/aarch64");
      case "Linux/arm64" -> List.of("Linux/aarch64");
      case "darwin" -> List.of("Mac/x86_64", "Mac/aarch64");
      case "darwin/x86_64", "darwin-x86-64" -> List.of("Mac/x86_64");
      case "darwin/aarch64", "darwin-aarch64", "Mac/arm64" -> List.of("Mac/aarch64");
      case "win/amd64", "win/x86-64", "win32-x86-64" -> List.of("Windows/x86_64");
      case "win/aarch64", "win32-aarch64", "Windows/arm64" -> List.of("Windows/aarch64");
      case "Linux/x86_64",
          "Linux/aarch64",
          "Linux-Musl/x86_64",
          "Linux-Musl/aarch64",
          "Mac/x86_64",
          "Mac/aarch64",
          "Windows/x86_64",
          "Windows/aarch64" ->
          List.of(platform);
      default -> List.of();
    };
  }

  private String id() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    entries.forEach((name, content) -> {
      digest.update((name + '\n').getBytes(StandardCharsets.UTF_8));
      digest.update(content);
    });
    return HexFormat.of().formatHex(digest.digest()).substring(0, ID_DIGITS);
  }

  private void stamp(String id) throws IOException {
    byte[] unstamped = entries.get(ID_CLASS);
    if (unstamped == null) {
      throw new IOException("there is no " + ID_CLASS);
    }
    ClassFile classes = ClassFile.of();
    entries.put(
        ID_CLASS,
        classes.transformClass(
            classes.parse(unstamped),
            ClassTransform.transformingMethodBodies(
                method -> method.methodName().equalsString("value"),
                (code, element) -> {
                  if (element instanceof ConstantInstruction) {
                    code.loadConstant(id);
                  } else {
                    code.with(element);
                  }
                })));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "dev.heddle.server.Main");
    manifest.getMainAttributes().put(new Attributes.Name("Heddle-Build"), id);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    manifest.write(out);
    entries.put(MANIFEST, out.toByteArray());
  }

  private void write(Path jar) throws IOException {
    Files.createDirectories(jar.getParent());
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream out = new ZipOutputStream(file)) {
      put(out, MANIFEST, entries.remove(MANIFEST)); // readers expect it first
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        put(out, entry.getKey(), entry.getValue());
      }
    }
  }

  private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }

  private void copyTemplates(Path templates, String id) throws IOException {
    String options =
        Files.readString(templates.resolve("jvm.options"))
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .collect(Collectors.joining(" "));
    Map<String, String> values = Map.of("@BUILD_ID@", id, "@JVM_OPTIONS@", options);
    try (Stream<Path> files = Files.walk(templates)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        Path relative = templates.relativize(each);
        if (relative.getNameCount() > 1) {
          copy(each, layout.resolve(relative), values);
        }
      }
    }
  }

  /**
   * One that the classes of another build are in would be what starts. Servers that run from it
   * keep what they need of it until there is another.
   */
  private void disableOldRuntime(String id) throws IOException {
    Path runtime = layout.resolve("runtime");
    Path madeFrom = runtime.resolve("made-from");
    if (!Files.exists(madeFrom) || !Files.readString(madeFrom).startsWith(id + ' ')) {
      Files.deleteIfExists(madeFrom);
      Files.deleteIfExists(runtime.resolve("bin/java"));
      Files.deleteIfExists(runtime.resolve("bin/java.exe"));
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

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(each -> each.toString().endsWith(".jar")).sorted().toList();
    }
  }
}
