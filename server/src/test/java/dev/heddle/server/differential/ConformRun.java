package dev.heddle.server.differential;

import dev.heddle.server.conform.Conform;
import dev.heddle.server.conform.ConformOptions;
import dev.heddle.server.testkit.WireWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * One run of the conformance suite against a server, read back from its report in XML. Each server
 * is tried once per test run.
 *
 * @param passed what the command reported as a whole
 * @param report what it printed
 */
record ConformRun(boolean passed, String report, List<Tried> rules) {
  private static final Map<ServerCommand, FutureTask<ConformRun>> RUNS = new ConcurrentHashMap<>();

  /**
   * One rule.
   *
   * @param name {@code section/rule}
   * @param broken what the server did instead; empty unless the rule is broken
   * @param skipped why it was not tried; empty unless it was skipped
   * @param methods the methods that were answered with a result meanwhile, and those of its
   *     questions
   */
  record Tried(String name, String broken, String skipped, Set<String> methods) {}

  static ConformRun of(ServerCommand server) throws InterruptedException {
    FutureTask<ConformRun> run =
        RUNS.computeIfAbsent(server, s -> new FutureTask<>(() -> tryOut(s)));
    run.run();
    try {
      return run.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the suite cannot be run", e.getCause());
    }
  }

  /** Another run, for what happens only now and then. */
  static ConformRun again(ServerCommand server) throws Exception {
    return tryOut(server);
  }

  private static ConformRun tryOut(ServerCommand server) throws Exception {
    Path folder = Files.createTempDirectory("heddle-conform-report");
    Path xml = folder.resolve("report.xml");
    String command =
        server.command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    List<String> options = new ArrayList<>(List.of("--server", command, "--junit", xml.toString()));
    if (server.equals(ServerCommand.ours())) {
      options.addAll(List.of("--traces", WireWatch.folder().toString()));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean passed = Conform.run(ConformOptions.parse(options), List.of(), out);
    try {
      return new ConformRun(passed, out.toString(StandardCharsets.UTF_8), read(xml));
    } finally {
      Files.delete(xml);
      Files.delete(folder);
    }
  }

  private static List<Tried> read(Path xml) throws Exception {
    List<Tried> rules = new ArrayList<>();
    NodeList cases =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(xml.toFile())
            .getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      Element each = (Element) cases.item(i);
      String section = each.getAttribute("classname").replaceFirst("^conform\\.", "");
      NodeList properties = each.getElementsByTagName("property");
      Set<String> methods = new HashSet<>();
      for (int p = 0; p < properties.getLength(); p++) {
        methods.add(((Element) properties.item(p)).getAttribute("value"));
      }
      NodeList failures = each.getElementsByTagName("failure");
      NodeList skips = each.getElementsByTagName("skipped");
      rules.add(
          new Tried(
              section + "/" + each.getAttribute("name"),
              failures.getLength() == 0 ? "" : failures.item(0).getTextContent(),
              skips.getLength() == 0 ? "" : ((Element) skips.item(0)).getAttribute("message"),
              methods));
    }
    return rules;
  }

  List<Tried> broken() {
    return rules.stream().filter(rule -> !rule.broken().isEmpty()).toList();
  }
}
