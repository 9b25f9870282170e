package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names file, which every process of a home writes. */
@Timeout(60)
class NameIndexTest {
  private static final int WRITERS = 4;
  private static final int NAMES_EACH = 100;

  @TempDir Path root;

  /** A copy over the file keeps its number, and it may be as long or longer. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2_000})
  void aFileThatIsReplacedInPlaceIsReadAnew(int names) throws Exception {
    CodexHome home = new CodexHome(root, ZoneOffset.UTC);
    NameIndex index = new NameIndex(home);
    Files.writeString(home.sessionIndex(), lines("old", names));
    assertThat(index.of(Journal.threadId(0)).name()).isEqualTo("old");
    index.takeChanged();
    Files.writeString(home.sessionIndex(), lines("other", names));
    assertThat(index.takeChanged()).hasSize(names);
    assertThat(index.of(Journal.threadId(0)).name()).isEqualTo("other");
    Files.writeString(home.sessionIndex(), lines("more", 1), StandardOpenOption.APPEND);
    assertThat(index.takeChanged()).as("grown").containsExactly(Journal.threadId(0));
    assertThat(index.of(Journal.threadId(0)).name()).isEqualTo("more");
  }

  private static String lines(String name, int threads) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < threads; i++) {
      lines.append(
          "{\"id\":\"%s\",\"thread_name\":\"%s\",\"updated_at\":\"%s\"}\n"
              .formatted(Journal.threadId(i), name, Journal.START));
    }
    return lines.toString();
  }

  /** The lock belongs to an open file, so writers of one process meet as those of many do. */
  @Test
  @Tag("SA-58")
  void writersAtOnceGlueNoLinesNotEvenToATornOne() throws Exception {
    CodexHome home = new CodexHome(root, ZoneOffset.UTC);
    Files.writeString(home.sessionIndex(), "{\"id\":\"torn");
    List<FutureTask<?>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      FutureTask<?> task =
          new FutureTask<>(() -> {
            NameIndex names = new NameIndex(home);
            for (int n = 0; n < NAMES_EACH; n++) {
              names.put(Journal.threadId(writer), "name " + n, Journal.START.plusSeconds(n));
            }
            return null;
          });
      writers.add(task);
      Thread.ofPlatform().daemon().start(task);
    }
    for (FutureTask<?> writer : writers) {
      writer.get();
    }
    List<String> lines = Files.readAllLines(home.sessionIndex());
    assertThat(lines).hasSize(1 + WRITERS * NAMES_EACH).startsWith("{\"id\":\"torn");
    assertThat(lines.subList(1, lines.size()))
        .allSatisfy(line ->
            assertThat(JsonParser.parseString(line).getAsJsonObject().keySet())
                .containsExactly("id", "thread_name", "updated_at"))
        .doesNotHaveDuplicates();
    NameIndex read = new NameIndex(home);
    for (int i = 0; i < WRITERS; i++) {
      assertThat(read.of(Journal.threadId(i)))
          .extracting(NameIndex.Entry::name)
          .isEqualTo("name " + (NAMES_EACH - 1));
    }
  }
}
