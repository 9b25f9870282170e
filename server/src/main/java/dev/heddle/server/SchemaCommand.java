package dev.heddle.server;

import dev.heddle.schema.Descriptions;
import dev.heddle.schema.FileTree;
import dev.heddle.schema.JsonSchemaFiles;
import dev.heddle.schema.TypeScriptFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The commands that write the protocol down for generators of clients: {@value #JSON_SCHEMA} and
 * {@value #TYPESCRIPT}.
 *
 * @param out the folder to write to
 * @param experimental whether what needs {@code capabilities.experimentalApi} is part of it
 */
record SchemaCommand(Path out, boolean experimental) {
  static final String JSON_SCHEMA = "app-server generate-json-schema";
  static final String TYPESCRIPT = "app-server generate-ts";

  /** What the options mean, for the help. */
  static final String OPTIONS =
      """
      -o, --out DIR          folder to write to; what else is there stays
      --experimental         with what a client may use only after it has declared
                             capabilities.experimentalApi
      -p, --prettier BIN, -c KEY=VALUE, --enable FEATURE, --disable FEATURE
                             accepted for scripts that pass them; without effect
      """;

  static ExitCode writeJsonSchema(List<String> arguments, OutputStream stdout)
      throws UsageException, IOException {
    SchemaCommand command = parse(arguments);
    return command.write(JsonSchemaFiles.of(command.experimental, Descriptions.load()));
  }

  static ExitCode writeTypeScript(List<String> arguments, OutputStream stdout)
      throws UsageException, IOException {
    SchemaCommand command = parse(arguments);
    return command.write(TypeScriptFiles.of(command.experimental, Descriptions.load()));
  }

  private ExitCode write(SortedMap<String, String> files) throws IOException {
    FileTree.write(out, files);
    return ExitCode.OK;
  }

  private static SchemaCommand parse(List<String> arguments) throws UsageException {
    String out = null;
    boolean experimental = false;
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      CommandLine.Option option = CommandLine.Option.of(rest.next());
      switch (option.name()) {
        case "--out", "-o" -> out = option.valueOr(rest);
        case "--experimental" -> experimental = true;
        case "--prettier", "-p", "--config", "-c", "--enable", "--disable" -> {
          if (option.valueOr(rest) == null) {
            throw new UsageException(option.name() + " needs a value");
          }
        }
        default -> throw new UsageException("there is no option '" + option.name() + "'");
      }
    }
    return new SchemaCommand(folder(out), experimental);
  }

  private static Path folder(@Nullable String name) throws UsageException {
    if (name == null || name.isEmpty()) {
      throw new UsageException("--out DIR is missing");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new UsageException("not a folder's name: " + e.getMessage());
    }
  }
}
