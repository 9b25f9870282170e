package dev.heddle.server.handler;

import dev.heddle.protocol.v2.ServerDiagnosticsGauge;
import dev.heddle.protocol.v2.ServerDiagnosticsParams;
import dev.heddle.protocol.v2.ServerDiagnosticsProcess;
import dev.heddle.protocol.v2.ServerDiagnosticsResponse;
import dev.heddle.server.dispatch.Handler;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code server/diagnostics}: size and load of the process, measured when asked for. What cannot be
 * measured is left out or null, never zero.
 *
 * <p><b>Thread-safety:</b> thread-safe if the gauges are.
 *
 * <p><b>Files:</b> reads {@code /proc/self/status} where there is one.
 */
public final class ServerDiagnostics
    implements Handler<ServerDiagnosticsParams, ServerDiagnosticsResponse> {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final int BYTES_PER_KB = 1024;

  private final List<Gauge> gauges;
  private final Path status;

  /** Diagnostics with these gauges, in this order, and the size of the heap. */
  public ServerDiagnostics(List<Gauge> gauges) {
    this(gauges, STATUS);
  }

  ServerDiagnostics(List<Gauge> gauges, Path status) {
    this.gauges =
        Stream.concat(
                gauges.stream(),
                Stream.of(new Gauge("jvm.heap.used_bytes", ServerDiagnostics::usedHeapBytes)))
            .toList();
    this.status = status;
  }

  /**
   * Something to measure.
   *
   * @param name in the form {@code area.things.what}
   * @param value measures it: cheap, thread-safe, not negative
   */
  public record Gauge(String name, LongSupplier value) {}

  @Override
  public Reply<ServerDiagnosticsResponse> handle(
      ServerDiagnosticsParams params, RequestContext context) {
    ServerDiagnosticsProcess process =
        new ServerDiagnosticsProcess(
            (int) ProcessHandle.current().pid(), residentMemoryBytes(), null);
    List<ServerDiagnosticsGauge> measured =
        gauges.stream()
            .map(each -> new ServerDiagnosticsGauge(each.name(), each.value().getAsLong()))
            .toList();
    return Reply.of(new ServerDiagnosticsResponse(process, measured));
  }

  private static long usedHeapBytes() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** The line of the status that says it, such as {@code VmRSS: 12345 kB}. */
  private @Nullable Long residentMemoryBytes() {
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .findFirst()
          .map(line -> line.substring(RESIDENT.length()).strip().split(" ", -1)[0])
          .map(kilobytes -> Long.parseLong(kilobytes) * BYTES_PER_KB)
          .orElse(null);
    } catch (IOException | UncheckedIOException | NumberFormatException e) {
      return null; // another system, or another form of the file
    }
  }
}
