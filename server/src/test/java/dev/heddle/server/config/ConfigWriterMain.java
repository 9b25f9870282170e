package dev.heddle.server.config;

import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.List;

/**
 * A second server on a home, as far as the configuration is concerned: sets many keys, one at a
 * time.
 */
final class ConfigWriterMain {
  private ConfigWriterMain() {}

  /** Arguments: the home, the first part of the keys, how many there are. */
  public static void main(String[] args) throws Exception {
    ServerConfigFile file = new ServerConfigFile(Path.of(args[0]), List.of());
    System.out.println("ready");
    write(file, args[1], Integer.parseInt(args[2]));
  }

  static void write(ServerConfigFile file, String prefix, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      file.write(
          List.of(ConfigChange.of("notice." + prefix + i, new JsonPrimitive(i), false)), null);
    }
  }
}
