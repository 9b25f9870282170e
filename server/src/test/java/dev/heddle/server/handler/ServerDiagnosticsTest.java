package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.AppServerMethods;
import dev.heddle.protocol.v2.ServerDiagnosticsProcess;
import dev.heddle.protocol.v2.ServerDiagnosticsResponse;
import dev.heddle.server.dispatch.Routes;
import dev.heddle.server.handler.ServerDiagnostics.Gauge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerDiagnosticsTest {
  private final AtomicLong threads = new AtomicLong(1);
  @TempDir Path directory;

  @Test
  void gaugesAreMeasuredAtEachCall() throws Exception {
    assertThat(gauge("core.threads.live")).isEqualTo(1);
    threads.set(7);
    assertThat(gauge("core.threads.live")).isEqualTo(7);
    assertThat(gauge("jvm.heap.used_bytes")).isPositive();
  }

  @Test
  void residentMemoryIsReadInKilobytes() throws Exception {
    Path status = directory.resolve("status");
    Files.writeString(status, "Name:\tjava\nVmHWM:\t  99 kB\nVmRSS:\t  2048 kB\n");
    ServerDiagnosticsProcess process = ask(status).process();
    assertThat(process.residentMemoryBytes()).isEqualTo(2048 * 1024);
    assertThat(process.id()).isEqualTo((int) ProcessHandle.current().pid());
  }

  @Test
  void memoryThatCannotBeMeasuredIsNull() throws Exception {
    Path other = directory.resolve("status");
    Files.writeString(other, "VmRSS:\tplenty\n");
    assertThat(ask(other).process().residentMemoryBytes()).isNull();
    Files.write(other, new byte[] {(byte) 0xff, '\n'});
    assertThat(ask(other).process().residentMemoryBytes()).isNull();
    assertThat(ask(directory.resolve("none")).process().residentMemoryBytes()).isNull();
  }

  private long gauge(String name) throws Exception {
    return ask(directory.resolve("none")).gauges().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private ServerDiagnosticsResponse ask(Path status) throws Exception {
    Routes routes =
        new Routes()
            .on(
                AppServerMethods.SERVER_DIAGNOSTICS,
                new ServerDiagnostics(
                    List.of(new Gauge("core.threads.live", threads::get)), status));
    return WireJson.decode(
        Asked.result(routes, "server/diagnostics", "{}"), ServerDiagnosticsResponse.class);
  }
}
