package dev.heddle.server.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the server's configuration: {@code config.toml}, the profile it names, and {@code -c}
 * arguments on top.
 *
 * <p><b>Files:</b> {@code config.toml} in the home directory; it may be absent. A relative {@code
 * heddle.scenario} is taken from the home directory when the file names it, and from the working
 * directory when the command line does.
 */
public final class ConfigLoader {
  /** The file's name below the home directory. */
  public static final String FILE_NAME = "config.toml";

  private static final String SCENARIO = "heddle.scenario";

  private ConfigLoader() {}

  /**
   * Loads the configuration.
   *
   * @param home the home directory; need not exist
   * @param overrides {@code key=value} each: a dotted key and a TOML value, or, when it is not
   *     TOML, a plain string
   * @throws ConfigException when the file cannot be read, does not parse, or a value does not fit
   */
  public static ServerConfig load(Path home, List<String> overrides) throws ConfigException {
    return of(readFile(home.resolve(FILE_NAME)), home, overrides);
  }

  /** What {@link #load} makes of a file with this content. */
  static ServerConfig of(JsonObject file, Path home, List<String> overrides)
      throws ConfigException {
    Map<String, JsonElement> arguments = parseArguments(overrides);
    JsonObject tree = file.deepCopy();
    makeAbsolute(tree, home);
    JsonObject withArguments = apply(tree.deepCopy(), arguments);
    // The arguments may choose the profile, and win over what it says.
    JsonObject profile = ConfigReader.profile(ConfigTable.root(withArguments));
    ConfigTree.merge(tree, profile);
    return ConfigReader.ofServer(apply(tree, arguments));
  }

  /**
   * The places that the configuration comes from as they are now, the strongest first. The file is
   * there even when it is empty or absent; a profile or arguments only when they set something.
   *
   * @param home the home directory; need not exist
   * @param overrides as for {@link #load}
   * @throws ConfigException when the file cannot be read or does not parse, or the profile is not
   *     in it
   */
  public static List<ConfigSource> sources(Path home, List<String> overrides)
      throws ConfigException {
    Path path = home.resolve(FILE_NAME);
    JsonObject file = readFile(path);
    Map<String, JsonElement> given = parseArguments(overrides);
    JsonObject arguments = apply(new JsonObject(), given);
    ConfigTable merged = ConfigTable.root(apply(file.deepCopy(), given));
    JsonObject profile = ConfigReader.profile(merged).deepCopy();
    List<ConfigSource> sources = new ArrayList<>();
    if (!arguments.isEmpty()) {
      sources.add(new ConfigSource(ConfigSource.Kind.ARGUMENTS, null, null, arguments));
    }
    if (!profile.isEmpty()) {
      String name = merged.string("profile");
      sources.add(new ConfigSource(ConfigSource.Kind.PROFILE, path, name, profile));
    }
    sources.add(new ConfigSource(ConfigSource.Kind.FILE, path, null, file));
    return List.copyOf(sources);
  }

  private static JsonObject apply(JsonObject tree, Map<String, JsonElement> arguments)
      throws ConfigException {
    for (Map.Entry<String, JsonElement> argument : arguments.entrySet()) {
      ConfigTree.set(tree, argument.getKey(), argument.getValue());
    }
    return tree;
  }

  private static Map<String, JsonElement> parseArguments(List<String> overrides)
      throws ConfigException {
    Map<String, JsonElement> arguments = new LinkedHashMap<>();
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals < 1) {
        throw ConfigException.invalid("-c needs key=value", null);
      }
      String key = override.substring(0, equals).strip();
      JsonElement value = parseValue(override.substring(equals + 1).strip());
      if (key.equals(SCENARIO) && value instanceof JsonPrimitive path && path.isString()) {
        value = absolute(Path.of(""), path);
      }
      // A later argument wins also in its place, after a table that an earlier one set.
      arguments.remove(key);
      arguments.put(key, value);
    }
    return arguments;
  }

  private static JsonElement parseValue(String text) {
    JsonElement value = Toml.value(text);
    return value == null ? new JsonPrimitive(text) : value;
  }

  private static void makeAbsolute(JsonObject tree, Path home) throws ConfigException {
    if (tree.get("heddle") instanceof JsonObject heddle
        && heddle.get("scenario") instanceof JsonPrimitive path
        && path.isString()) {
      ConfigTree.set(tree, SCENARIO, absolute(home, path));
    }
  }

  private static JsonPrimitive absolute(Path directory, JsonPrimitive path) {
    try {
      return new JsonPrimitive(
          directory.toAbsolutePath().resolve(path.getAsString()).normalize().toString());
    } catch (InvalidPathException e) {
      return path; // refused, with its key, when it is read
    }
  }

  private static JsonObject readFile(Path file) throws ConfigException {
    String text = readText(file);
    // Editors on Windows begin the file with a byte order mark.
    return Toml.parse(text.startsWith("\uFEFF") ? text.substring(1) : text, FILE_NAME);
  }

  /** The text of a configuration file; empty when there is none. */
  static String readText(Path file) throws ConfigException {
    try {
      return decode(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw ConfigException.unreadable(
          FILE_NAME + " cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  private static String decode(byte[] bytes) throws ConfigException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
    } catch (CharacterCodingException e) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      throw ConfigException.unparsable(FILE_NAME, line, "not UTF-8", e);
    }
  }
}
