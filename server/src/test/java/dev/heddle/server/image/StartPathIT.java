package dev.heddle.server.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is loaded before {@code initialize} is answered, and before a first list is. A client starts
 * a server per window and waits for these answers, so whoever makes this test fail should look for
 * a way around what he has brought in.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StartPathIT {
  /** Never needed for the answer, and expensive. */
  private static final List<String> HEAVY =
      List.of(
          "org.sqlite.",
          "java.sql.",
          "okhttp3.",
          "okio.",
          "kotlin.",
          "com.google.common.",
          "com.github.luben.",
          "io.github.wasabithumb.",
          "java.net.http.",
          "javax.net.ssl.",
          "java.util.logging.",
          "java.util.ServiceLoader",
          "com.sun.jna.",
          "com.google.gson.internal.bind.",
          "dev.heddle.server.Commands",
          "dev.heddle.server.AppServerRoutes",
          "dev.heddle.server.ThreadService",
          "dev.heddle.server.config.ConfigLoader",
          "dev.heddle.server.demo.",
          "dev.heddle.server.model.",
          "dev.heddle.server.rollout.RolloutCodec",
          "dev.heddle.server.rollout.Records",
          "dev.heddle.server.rollout.TurnFold",
          "dev.heddle.server.rollout.ContextF",
          "dev.heddle.server.store.local.",
          "dev.heddle.server.thread.",
          "dev.heddle.server.turn.");

  /** Made at run time, some milliseconds each; nothing that goes on beside a list makes them. */
  private static final List<String> HEAVY_FOR_LISTS =
      List.of("java.util.Comparator$$Lambda", "java.lang.runtime.ObjectMethods ");

  /** Our classes on the way to the answer; there were 91 when this was written. */
  private static final int MOST_OF_OURS = 110;

  private static final Pattern NAME = Pattern.compile("^(\\S+) source: ");

  @TempDir Path temporary;

  @Test
  void nothingHeavyIsLoadedBeforeTheFirstAnswers() throws Exception {
    Path log = temporary.resolve("classes");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xlog:disable",
            "-Xlog:class+load:file=" + log + ":none:filecount=0",
            "-cp",
            Image.underTest().jar().toString(),
            "dev.heddle.server.Main",
            "app-server",
            "--home",
            temporary.resolve("home").toString());
    List<String> loaded;
    List<String> forList;
    try (Run run = Run.watched(command, Map.of())) {
      run.send(Run.INITIALIZE);
      run.awaitAnswer(1);
      loaded = loaded(log);
      run.lists();
      forList = loaded(log);
      assertThat(forList).as("the log is what it is taken for").anyMatch(isHeavy(HEAVY));
    }
    assertThat(loaded).contains("dev.heddle.server.handler.InitializeHandler");
    assertThat(loaded.stream().filter(isHeavy(HEAVY))).as("heavy ones of %s", loaded).isEmpty();
    assertThat(forList.stream().filter(isHeavy(HEAVY_FOR_LISTS))).as("for a list").isEmpty();
    List<String> ours =
        loaded.stream()
            .filter(name -> name.startsWith("dev.heddle.") && !name.contains("$$Lambda"))
            .toList();
    assertThat(ours).hasSizeLessThan(MOST_OF_OURS);
  }

  private static Predicate<String> isHeavy(List<String> heavy) {
    return name -> heavy.stream().anyMatch((name + " ")::startsWith);
  }

  private static List<String> loaded(Path log) throws Exception {
    List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      var name = NAME.matcher(line);
      if (name.find()) {
        names.add(name.group(1));
      }
    }
    return names;
  }
}
