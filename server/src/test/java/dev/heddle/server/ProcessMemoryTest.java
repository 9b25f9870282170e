package dev.heddle.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMemoryTest {
  @TempDir Path directory;

  @Test
  void residentMemoryIsSaidInKilobytes() throws Exception {
    Path status = directory.resolve("status");
    Files.writeString(status, "Name:\tjava\nVmHWM:\t  99 kB\nVmRSS:\t  2048 kB\n");
    assertThat(new ProcessMemory(status).residentBytes()).hasValue(2048 * 1024);
  }

  @Test
  void whatCannotBeReadIsUnknown() throws Exception {
    Path status = directory.resolve("status");
    assertThat(new ProcessMemory(status).residentBytes()).isEmpty();
    Files.writeString(status, "VmRSS:\tplenty\n");
    assertThat(new ProcessMemory(status).residentBytes()).isEmpty();
    Files.write(status, new byte[] {(byte) 0xff, '\n'});
    assertThat(new ProcessMemory(status).residentBytes()).isEmpty();
  }
}
