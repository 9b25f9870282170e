package dev.heddle.server.store.local;

import dev.heddle.server.store.local.Step.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of a home, each checked after every step against a model: nothing acknowledged
 * is lost, reads equal folds over the journals, pages and lists equal both.
 *
 * <p>{@code -Dheddle.testJvmArgs="-Dheddle.seeds=10000 -Dheddle.firstSeed=1"} runs more than a
 * build does, or others. A failure prints its seed and the fewest steps that still fail.
 */
class RandomHomeTest {
  private static final int STEPS = 40;
  private static final long SHRINK_NS = 60_000_000_000L;

  @TempDir Path directory;
  private int runs;

  @Test
  @Tag("SA-8")
  @Tag("SA-30")
  @Tag("SA-31")
  @Tag("SA-70")
  void everyAnswerIsTheFoldOfTheJournalWhateverHappened() throws IOException {
    long first = Long.getLong("heddle.firstSeed", 1);
    long count = Long.getLong("heddle.seeds", 12);
    for (long seed = first; seed < first + count; seed++) {
      List<Step> steps = Step.random(new Random(seed), STEPS);
      Throwable failure = failure(steps);
      if (failure != null) {
        List<Step> fewest = shrunk(steps);
        throw new AssertionError(
            "seed "
                + seed
                + " fails, and these steps alone:\n"
                + fewest.stream().map(Step::toString).collect(Collectors.joining("\n"))
                + "\n"
                + message(fewest, failure));
      }
    }
  }

  private String message(List<Step> steps, Throwable otherwise) throws IOException {
    Throwable failure = failure(steps);
    return (failure == null ? otherwise : failure).toString();
  }

  /** What goes wrong with these steps; null when nothing does. */
  Throwable failure(List<Step> steps) throws IOException {
    Path place = directory.resolve("run-" + ++runs);
    try (RandomHome home = new RandomHome(Files.createDirectories(place))) {
      HomeCheck check = new HomeCheck(home);
      int choice = 0;
      for (Step step : steps) {
        home.apply(step);
        check.everything(home.process(++choice % 2), step.b());
      }
      home.apply(new Step(Kind.DROP_INDEX, 0, 0, 0));
      check.everything(home.process(0), 0);
      check.everything(home.process(1), 1);
      return null;
    } catch (Exception | AssertionError e) {
      return e;
    } finally {
      delete(place);
    }
  }

  /** The steps without those that the failure does not need. */
  List<Step> shrunk(List<Step> failing) throws IOException {
    List<Step> steps = new ArrayList<>(failing);
    long end = System.nanoTime() + SHRINK_NS;
    for (int size = steps.size() / 2; size > 0; size /= 2) {
      for (int from = steps.size() - size; from >= 0 && System.nanoTime() < end; from -= size) {
        List<Step> fewer = new ArrayList<>(steps);
        fewer.subList(from, Math.min(from + size, fewer.size())).clear();
        if (failure(fewer) != null) {
          steps = fewer;
        }
        from = Math.min(from, steps.size());
      }
    }
    return steps;
  }

  private static void delete(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
