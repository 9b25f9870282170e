package dev.heddle.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.rollout.RolloutRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Search: what it finds is what a scan of the journals finds. */
interface SearchContract extends StoreOnTrial {
  /** Letters that rules of folding disagree about, wildcards, quotes, and what is cut in two. */
  String ALPHABET = "abAB iIıİkK\u212AsSſßéÉ%_*\"'\\😀漢\n.-";

  private List<String> found(String term) {
    return found(term, new QueryBuilder().build());
  }

  private List<String> found(String term, ThreadQuery query) {
    return store().search().orElseThrow().search(term, query).matches().stream()
        .map(match -> match.thread().id())
        .toList();
  }

  @Test
  default void aTermIsFoundInWhateverCaseInAnyMessage() {
    String a = SampleThread.stored(store(), SampleThread.of(store(), 0), "Alpha one", "Brävo");
    String b = SampleThread.stored(store(), SampleThread.of(store(), 1), "beta", "ALPHA again");
    assertThat(found("alpha")).as("newest first").containsExactly(b, a);
    assertThat(found("BRÄVO")).as("a later message, not ASCII").containsExactly(a);
    assertThat(found("lph")).as("inside a word").containsExactly(b, a);
    assertThat(found("al")).as("shorter than a trigram").containsExactly(b, a);
    assertThat(found("nowhere")).as("no match").isEmpty();
    assertThat(found("a%a")).as("no wildcard").isEmpty();
    assertThat(store().search().orElseThrow().search("again", new QueryBuilder().build()).matches())
        .as("the message of a match")
        .extracting(ThreadSearch.Match::message)
        .containsExactly("ALPHA again");
  }

  @Test
  default void whatIsSaidLaterIsFoundAtOnce() {
    NewThread thread = SampleThread.of(store(), 0);
    String id = SampleThread.stored(store(), thread, "first words");
    assertThat(found("first")).containsExactly(id);
    try (LiveLog log = store().resume(id)) {
      log.append(SampleThread.turn(thread.historyMode(), "later", 9, "second words"));
      log.flush();
      assertThat(found("second")).as("while the log is open").containsExactly(id);
    }
    assertThat(found("second")).as("after it was closed").containsExactly(id);
    restart();
    assertThat(found("words")).as("after a restart").containsExactly(id);
    store().delete(id);
    assertThat(found("words")).as("after the thread was deleted").isEmpty();
  }

  @Test
  default void archivedThreadsAreFoundAmongTheArchived() {
    String id = SampleThread.stored(store(), SampleThread.of(store(), 0), "kept words");
    assertThat(found("kept")).containsExactly(id);
    store().archive(id);
    assertThat(found("kept")).isEmpty();
    assertThat(found("kept", new QueryBuilder().archived().build())).containsExactly(id);
  }

  @Test
  default void matchesComeInPages() {
    List<String> threads = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      threads.add(SampleThread.stored(store(), SampleThread.of(store(), i), "common " + i));
      SampleThread.stored(store(), SampleThread.of(store(), i), "other " + i);
    }
    List<String> seen = new ArrayList<>();
    ListCursor cursor = null;
    do {
      ThreadSearch.Page page =
          store()
              .search()
              .orElseThrow()
              .search("common", new QueryBuilder().limit(2).ascending().after(cursor).build());
      page.matches().forEach(match -> seen.add(match.thread().id()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(seen).isEqualTo(threads);
  }

  @Test
  default void anySearchFindsWhatAScanFinds() {
    Random random = new Random(20261121);
    Map<String, List<String>> said = new HashMap<>();
    for (int i = 0; i < 12; i++) {
      List<String> texts = List.of(text(random, 40), text(random, 15));
      said.put(
          SampleThread.stored(store(), SampleThread.of(store(), i), texts.toArray(String[]::new)),
          texts);
    }
    assertThat(scanned("").size()).as("every thread has messages").isEqualTo(said.size());
    for (int i = 0; i < 300; i++) {
      String term = text(random, 1 + random.nextInt(4));
      assertThat(new TreeSet<>(found(term)))
          .as("threads with %s (seed 20261121, step %d)", term, i)
          .isEqualTo(scanned(term));
    }
  }

  private Set<String> scanned(String term) {
    return store().list(new QueryBuilder().build()).threads().stream()
        .map(StoredThread::id)
        .filter(id -> {
          List<RolloutRecord> records = new ArrayList<>();
          store().replay(id, true, records::add);
          return records.stream()
              .map(VisibleMessages::of)
              .anyMatch(text -> text != null && VisibleMessages.contains(text, term));
        })
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(Random random, int length) {
    int[] letters = ALPHABET.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return text.toString();
  }
}
