package dev.heddle.server.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.WireTap;
import dev.heddle.server.conform.trace.TraceEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that servers have said in this JVM's tests and was not held against the schema yet. Whatever
 * starts a server hands its trace over at once, so that a test which forgets to close something, or
 * fails before, leaves nothing unseen: {@link WireWatchExtension} checks at the end of each class.
 * {@code WireGuardTest} sees to it that nothing else starts servers.
 *
 * <p>Thread-safe.
 */
public final class WireWatch {
  private static final Set<Supplier<List<TraceEntry>>> WATCHED = ConcurrentHashMap.newKeySet();
  private static final Path FOLDER = newFolder();

  private WireWatch() {}

  /** Watches a trace that grows. */
  static void watch(Supplier<List<TraceEntry>> trace) {
    WATCHED.add(trace);
  }

  /** Checks a trace that is complete, and watches it no longer. */
  static void check(Supplier<List<TraceEntry>> trace) {
    WATCHED.remove(trace);
    SchemaChecker.check(trace.get());
  }

  /** What hears both directions of a connection for a test that has no {@link TestClient}. */
  public static WireTap tap() {
    List<TraceEntry> trace = Collections.synchronizedList(new ArrayList<>());
    watch(() -> List.copyOf(trace));
    return new WireTap() {
      @Override
      public void sent(String line) {
        TestClient.sent(line).ifPresent(trace::add);
      }

      @Override
      public void received(String line) {
        trace.add(TestClient.received(line));
      }
    };
  }

  /**
   * A program that runs {@code server} with more arguments, so that what is said is watched.
   *
   * @param program where to put it
   */
  public static void install(Path program, List<String> server) throws IOException {
    String words =
        WireTeeMain.watching(server).stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    Files.writeString(program, "#!/bin/sh\nexec " + words + " \"$@\"\n");
    if (!program.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + program + " executable");
    }
  }

  /** How many traces lie in {@link #folder}, to be checked. */
  public static int kept() {
    return files().size();
  }

  /** Where traces are put that others keep; files of {@code TraceFile}. */
  public static Path folder() {
    return FOLDER;
  }

  /** Checks all that was said so far; what still grows is checked, and seen no more. */
  public static void checkAll() {
    List<AssertionError> faults = new ArrayList<>();
    for (Supplier<List<TraceEntry>> each : List.copyOf(WATCHED)) {
      try {
        check(each);
      } catch (AssertionError e) {
        faults.add(e);
      }
    }
    for (Path file : files()) {
      try {
        read(file).forEach(SchemaChecker::check);
        Files.delete(file);
      } catch (AssertionError e) {
        faults.add(new AssertionError(file + ": " + e.getMessage(), e));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (!faults.isEmpty()) {
      AssertionError first = faults.removeFirst();
      faults.forEach(first::addSuppressed);
      throw first;
    }
  }

  /** The messages of a file of {@code TraceFile} or of a recording, a list for each process. */
  public static List<List<TraceEntry>> read(Path file) throws IOException {
    List<List<TraceEntry>> processes = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonObject entry = JsonParser.parseString(line).getAsJsonObject();
      if (entry.has("started")) {
        processes.add(new ArrayList<>());
      } else if (entry.get("sent") instanceof JsonObject message) {
        processes.getLast().add(new TraceEntry(false, message));
      } else if (entry.has("sentLine")) {
        TestClient.sent(entry.get("sentLine").getAsString()).ifPresent(processes.getLast()::add);
      } else if (entry.has("received")) {
        processes.getLast().add(received(entry.get("received")));
      }
    }
    return processes;
  }

  private static TraceEntry received(JsonElement message) {
    return message instanceof JsonPrimitive line
        ? TestClient.received(line.getAsString())
        : new TraceEntry(true, message.getAsJsonObject());
  }

  private static List<Path> files() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path newFolder() {
    try {
      Path folder = Files.createTempDirectory("heddle-traces");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // The machine's own broom has to do.
    }
  }
}
