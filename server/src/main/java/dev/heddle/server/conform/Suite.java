package dev.heddle.server.conform;

import dev.heddle.server.conform.Outcome.Verdict;
import dev.heddle.server.conform.trace.TraceEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All sections, and the trying of them: two at a time, each on a bench of its own, told of in the
 * order of the list.
 */
final class Suite {
  private static final int PARALLEL_SECTIONS = 2;

  private final List<String> command;
  private final Path folder;
  private final @Nullable Path traces;

  /**
   * A suite for one server.
   *
   * @param command what starts it; see {@link Bench}
   * @param folder an empty one, for all that is written
   * @param traces where to keep all that is said, or null
   */
  Suite(List<String> command, Path folder, @Nullable Path traces) {
    this.command = command;
    this.folder = folder;
    this.traces = traces;
  }

  /** Every section there is. */
  static List<Section> sections() {
    return List.of(
        HandshakeRules.section(),
        FramingRules.section(),
        DecodeRules.section(),
        ErrorRules.section(),
        ToleranceRules.section(),
        ThreadRules.section(),
        TurnRules.section(),
        SteeringRules.section(),
        QueueRules.section(),
        GoalRules.section(),
        ReviewRules.section(),
        HistoryRules.section(),
        ListingRules.section(),
        ThreadSectionRules.section(),
        AttachmentRules.section(),
        ProjectRules.section(),
        OrderingRules.section(),
        QuestionRules.section(),
        ApprovalRules.section(),
        McpRules.section(),
        CommandRules.section(),
        QueryRules.section(),
        FileRules.section(),
        LoadRules.section(),
        DurabilityRules.section());
  }

  /**
   * Tries sections.
   *
   * @param only their names; all if it is empty
   * @param told is given each as soon as it and those before it are done
   */
  List<SectionOutcome> run(Set<String> only, Consumer<SectionOutcome> told)
      throws IOException, InterruptedException {
    try (ExecutorService workers = Executors.newFixedThreadPool(PARALLEL_SECTIONS)) {
      List<Future<SectionOutcome>> running = new ArrayList<>();
      for (Section section : sections()) {
        if (only.isEmpty() || only.contains(section.name())) {
          running.add(workers.submit(() -> run(section)));
        }
      }
      List<SectionOutcome> outcomes = new ArrayList<>();
      for (Future<SectionOutcome> each : running) {
        outcomes.add(each.get());
        told.accept(outcomes.getLast());
      }
      return outcomes;
    } catch (ExecutionException e) {
      throw new IOException("a section could not be tried: " + e.getCause(), e.getCause());
    }
  }

  private SectionOutcome run(Section section) throws IOException, InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    try (Bench bench = new Bench(command, folder.resolve(section.name()), traces)) {
      for (Rule rule : section.rules()) {
        outcomes.add(run(rule, bench));
      }
      if (section.ordered()) {
        outcomes.add(order(bench.disorder()));
      }
    }
    return new SectionOutcome(section, List.copyOf(outcomes));
  }

  private static Outcome run(Rule rule, Bench bench) throws InterruptedException {
    long begunNanos = System.nanoTime();
    Verdict verdict = Verdict.HOLDS;
    String reason = "";
    bench.beginRule();
    try {
      rule.check().run(bench);
    } catch (RuleBroken e) {
      verdict = Verdict.BROKEN;
      reason = String.valueOf(e.getMessage());
    } catch (RuleSkipped e) {
      verdict = Verdict.SKIPPED;
      reason = String.valueOf(e.getMessage());
    } catch (IOException | RuntimeException e) {
      verdict = Verdict.BROKEN;
      reason = "the rule could not be tried: " + e;
    }
    List<TraceEntry> trace = bench.traceOfRule();
    Set<String> methods = bench.methodsInRule();
    bench.endRule(verdict == Verdict.BROKEN);
    return new Outcome(
        rule, verdict, reason, trace, methods, Duration.ofNanos(System.nanoTime() - begunNanos));
  }

  private static Outcome order(List<String> disorder) {
    Rule rule =
        new Rule(
            Section.ORDER,
            "what is said on each connection comes in the promised order",
            bench -> {});
    List<String> distinct =
        disorder.stream().flatMap(each -> Stream.of(each.split("\n"))).distinct().toList();
    return new Outcome(
        rule,
        disorder.isEmpty() ? Verdict.HOLDS : Verdict.BROKEN,
        String.join("\n", distinct.subList(0, Math.min(10, distinct.size()))),
        List.of(),
        Set.of(),
        Duration.ZERO);
  }
}
