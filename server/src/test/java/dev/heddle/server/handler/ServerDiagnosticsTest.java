package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.ServerDiagnosticsGauge;
import dev.heddle.protocol.v2.ServerDiagnosticsProcess;
import dev.heddle.protocol.v2.ServerDiagnosticsResponse;
import dev.heddle.protocol.v2.ServerMethods;
import dev.heddle.server.dispatch.Routes;
import dev.heddle.server.handler.ServerDiagnostics.Gauge;
import dev.heddle.server.store.StoreHealth;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ServerDiagnosticsTest {
  private final AtomicLong threads = new AtomicLong(1);
  private StoreHealth health = new StoreHealth(Map.of(), Map.of(), false);

  @Test
  void gaugesAreMeasuredAtEachCall() throws Exception {
    assertThat(gauge("core.threads.live")).isEqualTo(1);
    threads.set(7);
    assertThat(gauge("core.threads.live")).isEqualTo(7);
    assertThat(gauge("jvm.heap.used_bytes")).isPositive();
  }

  @Test
  void memoryIsThatOfTheProcessOrNull() throws Exception {
    ServerDiagnosticsProcess process = ask(OptionalLong.of(4096)).process();
    assertThat(process.residentMemoryBytes()).isEqualTo(4096);
    assertThat(process.id()).isEqualTo((int) ProcessHandle.current().pid());
    assertThat(ask(OptionalLong.empty()).process().residentMemoryBytes()).isNull();
  }

  @Test
  void theStoreIsShownAsFarAsItWasMeasured() throws Exception {
    health =
        new StoreHealth(
            Map.of("writer", StoreHealth.UNMEASURED, "backlog", "3 records"),
            Map.of("backlog.records", 3L),
            true);
    assertThat(ask(OptionalLong.empty()).gauges())
        .extracting(ServerDiagnosticsGauge::name)
        .filteredOn(name -> name.startsWith("store."))
        .containsExactly("store.degraded", "store.backlog.records");
    assertThat(gauge("store.degraded")).isEqualTo(1);
    assertThat(gauge("store.backlog.records")).isEqualTo(3);
  }

  private long gauge(String name) throws Exception {
    return ask(OptionalLong.empty()).gauges().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private ServerDiagnosticsResponse ask(OptionalLong resident) throws Exception {
    Routes routes =
        new Routes()
            .on(
                ServerMethods.SERVER_DIAGNOSTICS,
                new ServerDiagnostics(
                    List.of(new Gauge("core.threads.live", threads::get)),
                    () -> health,
                    () -> resident));
    return WireJson.decode(
        Asked.result(routes, "server/diagnostics", "{}"), ServerDiagnosticsResponse.class);
  }
}
