package dev.heddle.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.AppServer;
import dev.heddle.server.testkit.ManualWorkers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileSearchesTest {
  @TempDir Path folder;

  private final FileSearches searches = new FileSearches(AppServer.VIRTUAL_THREADS);
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final SearchListener listener =
      new SearchListener() {
        @Override
        public void updated(String query, List<FoundFile> found) {
          told.add(query + found.stream().map(FoundFile::path).toList());
        }

        @Override
        public void completed() {
          told.add("completed");
        }
      };

  @BeforeEach
  void files() throws IOException {
    Files.writeString(folder.resolve("apple"), "");
    Files.writeString(folder.resolve("banana"), "");
  }

  @AfterEach
  void close() {
    searches.close();
  }

  @Test
  void aSearchFindsTheBest() throws Exception {
    List<FoundFile> found = searches.search("a", roots(), null).get(30, TimeUnit.SECONDS);
    assertThat(found).extracting(FoundFile::path).containsExactly("apple", "banana");
  }

  @Test
  void anotherSearchWithTheTokenEndsTheFirst() throws Exception {
    ManualWorkers workers = new ManualWorkers();
    try (FileSearches few = new FileSearches(workers)) {
      var first = few.search("a", roots(), "t");
      var other = few.search("a", roots(), "u");
      var second = few.search("apple", roots(), "t");
      workers.runAll();
      assertThat(first.get()).isEmpty();
      assertThat(other.get()).hasSize(2);
      assertThat(second.get()).hasSize(1);
    }
  }

  @Test
  void aSessionTellsOfEachQueryUntilAllWasSearched() throws Exception {
    searches.open("s", roots(), listener).run();
    assertThat(untilCompleted()).isEqualTo("[]");
    searches.update("s", "app").run();
    assertThat(untilCompleted()).isEqualTo("app[apple]");
    searches.update("s", "app").run();
    assertThat(untilCompleted()).as("the same again").isEqualTo("app[apple]");
    searches.update("s", "zzz").run();
    assertThat(untilCompleted()).isEqualTo("zzz[]");
  }

  @Test
  void aSessionKnowsTheFilesThatWereThereWhenItBegan() throws Exception {
    searches.open("s", roots(), listener).run();
    untilCompleted();
    Files.writeString(folder.resolve("cherry"), "");
    searches.update("s", "cherry").run();
    assertThat(untilCompleted()).isEqualTo("cherry[]");
    searches.open("s", roots(), listener).run();
    untilCompleted();
    searches.update("s", "cherry").run();
    assertThat(untilCompleted()).isEqualTo("cherry[cherry]");
  }

  @Test
  void aStoppedSessionIsGone() throws Exception {
    searches.open("s", roots(), listener).run();
    untilCompleted();
    Runnable late = searches.update("s", "apple");
    searches.stop("s");
    searches.stop("never");
    assertThat(searches.update("s", "a")).isNull();
    late.run();
    searches.open("other", roots(), listener).run();
    assertThat(untilCompleted()).as("nothing of the first").isEqualTo("[]");
  }

  private List<String> roots() {
    return List.of(folder.toString());
  }

  /** What was told last before the search was complete. */
  private String untilCompleted() throws InterruptedException {
    String last = "nothing";
    for (String next = told.poll(30, TimeUnit.SECONDS);
        !"completed".equals(next);
        next = told.poll(30, TimeUnit.SECONDS)) {
      assertThat(next).as("told in time").isNotNull();
      last = next;
    }
    return last;
  }
}
