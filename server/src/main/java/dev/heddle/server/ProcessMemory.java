package dev.heddle.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The memory this process has, as the operating system sees it.
 *
 * <p><b>Files:</b> reads {@code /proc/self/status} where there is one.
 *
 * <p><b>Thread-safety:</b> immutable.
 *
 * @param status the file that says it
 */
record ProcessMemory(Path status) {
  private static final String RESIDENT = "VmRSS:";
  private static final int BYTES_PER_KB = 1024;

  /** This process's. */
  static ProcessMemory ofThisProcess() {
    return new ProcessMemory(Path.of("/proc/self/status"));
  }

  /** What of it is in memory now, in bytes; empty where the system does not say it this way. */
  OptionalLong residentBytes() {
    // The line has the form "VmRSS:   12345 kB".
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .map(line -> line.substring(RESIDENT.length()).strip().split(" ", -1)[0])
          .mapToLong(kilobytes -> Long.parseLong(kilobytes) * BYTES_PER_KB)
          .findFirst();
    } catch (IOException | UncheckedIOException | NumberFormatException e) {
      return OptionalLong.empty(); // another system, or another form of the file
    }
  }
}
