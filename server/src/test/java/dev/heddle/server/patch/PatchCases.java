package dev.heddle.server.patch;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The table of patches in {@code fixtures/patches}: what is there before, the patch, what the peer
 * made of it, and, with the reason, what we do where that is something else. Files are written as
 * Latin-1 there, so that any bytes can be.
 */
public final class PatchCases {
  /** One patch. {@code ours} is null where we do as the peer does. */
  public record Case(
      String name, Map<String, String> before, String patch, Result peer, Result ours) {
    /** What we do. */
    public Result expected() {
      return ours == null ? peer : ours;
    }
  }

  /** What became of the files. */
  public record Result(boolean ok, Map<String, String> after) {}

  private PatchCases() {}

  public static List<Case> all() throws IOException {
    Path table = Path.of(System.getProperty("heddle.root"), "fixtures/patches/cases.json");
    JsonArray rows = JsonParser.parseString(Files.readString(table)).getAsJsonArray();
    List<Case> cases = new ArrayList<>();
    for (JsonElement element : rows) {
      JsonObject row = element.getAsJsonObject();
      if (row.has("ours") && row.getAsJsonObject("ours").get("why").getAsString().isBlank()) {
        throw new IllegalStateException(row.get("name") + " differs without a reason");
      }
      cases.add(
          new Case(
              row.get("name").getAsString(),
              files(row.getAsJsonObject("before")),
              row.get("patch").getAsString(),
              result(row.getAsJsonObject("peer")),
              row.has("ours") ? result(row.getAsJsonObject("ours")) : null));
    }
    return cases;
  }

  private static Result result(JsonObject result) {
    return new Result(result.get("ok").getAsBoolean(), files(result.getAsJsonObject("after")));
  }

  private static Map<String, String> files(JsonObject object) {
    Map<String, String> files = new TreeMap<>();
    object.entrySet().forEach(file -> files.put(file.getKey(), file.getValue().getAsString()));
    return files;
  }

  public static void write(Path folder, Map<String, String> files) throws IOException {
    for (var file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue(), StandardCharsets.ISO_8859_1);
    }
  }

  /** All files below a folder. */
  public static Map<String, String> read(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(
            folder.relativize(path).toString(),
            Files.readString(path, StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }
}
