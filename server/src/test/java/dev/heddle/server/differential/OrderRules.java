package dev.heddle.server.differential;

import com.google.gson.JsonObject;
import dev.heddle.server.conform.trace.TraceChecker;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.differential.Transcript.Entry;
import dev.heddle.server.differential.Transcript.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules of order that hold for Heddle whatever the peer does: each of its transcripts goes
 * through {@link TraceChecker}, one server process at a time.
 */
final class OrderRules {
  private OrderRules() {}

  /** The broken rules, as differences that no table should ever list. */
  static Stream<Difference> broken(String session, Transcript ours) {
    return processes(ours).stream()
        .flatMap(process -> TraceChecker.violations(process).stream())
        .map(violation ->
            new Difference(
                "order: " + violation.replaceAll("-\\d+>", ">"),
                session,
                "",
                "(not asked)",
                violation));
  }

  private static List<List<TraceEntry>> processes(Transcript transcript) {
    List<List<TraceEntry>> processes = new ArrayList<>();
    boolean raw = false;
    for (Entry entry : transcript.wire()) {
      if (entry.kind() == Kind.STARTED) {
        processes.add(new ArrayList<>());
      } else if (entry.content() instanceof JsonObject message) {
        processes.getLast().add(new TraceEntry(entry.kind() != Kind.SENT, message));
      } else {
        raw |= entry.kind() == Kind.SENT;
      }
    }
    // What a raw line asks for is not known here.
    return raw ? List.of() : processes;
  }
}
