package dev.heddle.server.handler;

import dev.heddle.protocol.v2.ServerDiagnosticsGauge;
import dev.heddle.protocol.v2.ServerDiagnosticsParams;
import dev.heddle.protocol.v2.ServerDiagnosticsProcess;
import dev.heddle.protocol.v2.ServerDiagnosticsResponse;
import dev.heddle.server.dispatch.Handler;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.store.StoreHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * {@code server/diagnostics}: size and load of the process, measured when asked for. What cannot be
 * measured is left out or null, never zero.
 *
 * <p><b>Thread-safety:</b> thread-safe if the gauges are.
 */
public final class ServerDiagnostics
    implements Handler<ServerDiagnosticsParams, ServerDiagnosticsResponse> {
  private final List<Gauge> gauges;
  private final Supplier<StoreHealth> store;
  private final Supplier<OptionalLong> residentBytes;

  /**
   * Diagnostics with these gauges, in this order, the size of the heap, and how the store is.
   *
   * @param store measures the store
   * @param residentBytes measures how much memory the process has; empty when that cannot be known
   */
  public ServerDiagnostics(
      List<Gauge> gauges, Supplier<StoreHealth> store, Supplier<OptionalLong> residentBytes) {
    this.store = store;
    this.gauges =
        Stream.concat(
                gauges.stream(),
                Stream.of(new Gauge("jvm.heap.used_bytes", ServerDiagnostics::usedHeapBytes)))
            .toList();
    this.residentBytes = residentBytes;
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
    OptionalLong resident = residentBytes.get();
    ServerDiagnosticsProcess process =
        new ServerDiagnosticsProcess(
            (int) ProcessHandle.current().pid(),
            resident.isPresent() ? resident.getAsLong() : null,
            null);
    List<ServerDiagnosticsGauge> measured = new ArrayList<>();
    gauges.forEach(
        each -> measured.add(new ServerDiagnosticsGauge(each.name(), each.value().getAsLong())));
    StoreHealth health = store.get();
    measured.add(new ServerDiagnosticsGauge("store.degraded", health.degraded() ? 1 : 0));
    health
        .gauges()
        .forEach((name, value) -> measured.add(new ServerDiagnosticsGauge("store." + name, value)));
    return Reply.of(new ServerDiagnosticsResponse(process, measured));
  }

  private static long usedHeapBytes() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
