package dev.heddle.server.store;

import static dev.heddle.server.store.Failures.assertRefused;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.store.HistoryPages.Anchor;
import dev.heddle.server.store.HistoryPages.Request;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Pages of history: the same turns and items as a fold of all of it, piece by piece. */
interface HistoryPagesContract extends StoreOnTrial {
  @Test
  default void pagesOfTurnsAreTheFoldedHistoryInBothDirections() {
    HistoryPages pages = pages();
    String id = SampleThread.stored(store(), SampleThread.of(store(), 0), "a", "b", "c", "d", "e");
    List<StoredTurn> folded = SampleThread.turns(store(), id);
    for (int limit : List.of(1, 2, 5, 50)) {
      for (SortDirection direction : SortDirection.values()) {
        List<StoredTurn> walked = new ArrayList<>();
        Anchor anchor = null;
        HistoryPages.TurnPage page;
        do {
          page = pages.turns(id, new Request(anchor, limit, direction));
          walked.addAll(page.turns());
          anchor = new Anchor(walked.getLast().ordinal(), false);
        } while (page.hasMore());
        assertThat(walked)
            .as("turns by %d, %s", limit, direction)
            .isEqualTo(ordered(folded, direction));
      }
    }
    Anchor third = new Anchor(folded.get(2).ordinal(), true);
    assertThat(pages.turns(id, new Request(third, 2, SortDirection.DESC)).turns())
        .as("an inclusive anchor, newest first")
        .containsExactly(folded.get(2), folded.get(1));
    assertThat(pages.turns(id, new Request(third, 2, SortDirection.ASC)).turns())
        .as("an inclusive anchor, oldest first")
        .containsExactly(folded.get(2), folded.get(3));
  }

  @Test
  default void pagesOfItemsAreTheFoldedHistoryInBothDirections() {
    HistoryPages pages = pages();
    String id = SampleThread.stored(store(), SampleThread.of(store(), 0), "a", "b", "c");
    List<StoredTurn> turns = SampleThread.turns(store(), id);
    List<StoredItem> folded = turns.stream().flatMap(turn -> turn.items().stream()).toList();
    assertThat(folded).as("items of three turns").hasSize(6);
    for (SortDirection direction : SortDirection.values()) {
      List<StoredItem> walked = new ArrayList<>();
      Anchor anchor = null;
      HistoryPages.ItemPage page;
      do {
        page = pages.items(id, null, new Request(anchor, 2, direction));
        walked.addAll(page.items());
        anchor = new Anchor(walked.getLast().ordinal(), false);
      } while (page.hasMore());
      assertThat(walked).as("items, %s", direction).isEqualTo(ordered(folded, direction));
      Request all = new Request(null, 50, direction);
      assertThat(pages.items(id, "turn-2", all).items())
          .as("items of one turn, %s", direction)
          .isEqualTo(ordered(turns.get(1).items(), direction));
    }
    assertThat(pages.items(id, "nope", new Request(null, 5, SortDirection.ASC)).items())
        .as("items of an unknown turn")
        .isEmpty();
  }

  @Test
  default void itemsOfATurnAreFoundByTheirIds() {
    HistoryPages pages = pages();
    String id = SampleThread.stored(store(), SampleThread.of(store(), 0), "a", "b", "c");
    List<StoredTurn> turns = SampleThread.turns(store(), id);
    List<StoredItem> items = turns.get(1).items();
    Set<String> all = items.stream().map(StoredItem::itemId).collect(toSet());
    assertThat(pages.items(id, "turn-2", all, Long.MAX_VALUE)).as("oldest first").isEqualTo(items);
    assertThat(pages.items(id, "turn-2", Set.of(items.get(1).itemId(), "nope"), Long.MAX_VALUE))
        .as("one, and one that is not there")
        .containsExactly(items.get(1));
    assertThat(pages.items(id, "turn-1", all, Long.MAX_VALUE)).as("of another turn").isEmpty();
    assertThat(pages.items(id, "nope", all, Long.MAX_VALUE)).as("of an unknown turn").isEmpty();
    assertRefused(
        "more than is wanted", Kind.INVALID_REQUEST, () -> pages.items(id, "turn-2", all, 1));
    assertRefused(
        "of an unknown thread", Kind.NOT_FOUND, () -> pages.items(Uuid7.next(), "turn-2", all, 1));
  }

  @Test
  default void aTurnTellsWhichRecordEndedIt() {
    String id = SampleThread.stored(store(), SampleThread.of(store(), 0), "a", "b");
    List<StoredTurn> turns = pages().turns(id, new Request(null, 2, SortDirection.ASC)).turns();
    StoredTurn first = turns.getFirst();
    assertThat(first.endOrdinal())
        .isGreaterThan(first.items().getLast().ordinal())
        .isLessThan(turns.getLast().ordinal());
  }

  @Test
  default void aMessageIsFoundByItsClientsIdWhereverItIs() {
    HistoryPages pages = pages();
    NewThread thread = SampleThread.of(store(), 0);
    String id = thread.threadId();
    try (LiveLog log = store().create(thread)) {
      for (int i = 1; i <= 40; i++) {
        log.append(SampleThread.turn(thread.historyMode(), "turn-" + i, i, "text " + i));
        log.append(List.of(sent(thread, "turn-" + i, "item-" + i, "key-" + i)));
      }
      log.flush();
      StoredItem found = pages.sent(id, "key-17");
      assertThat(found).isNotNull();
      assertThat(found.turnId()).isEqualTo("turn-17");
      assertThat(found.itemId()).isEqualTo("item-17");
      assertThat(found.item().toString()).contains("said under key-17");
      assertThat(pages.sent(id, "key-41")).isNull();
      assertThat(pages.sent(id, "text 17")).isNull();
    }
    HistoryPages reopened = restart().historyPages().orElseThrow();
    assertThat(reopened.sent(id, "key-40")).extracting(StoredItem::turnId).isEqualTo("turn-40");
    assertRefused(
        "in an unknown thread", Kind.NOT_FOUND, () -> reopened.sent(Uuid7.next(), "key-1"));
  }

  private static RolloutRecord sent(
      NewThread thread, String turnId, String itemId, String clientId) {
    String item =
        "{\"type\":\"UserMessage\",\"id\":\"%s\",\"client_id\":\"%s\",\"content\":[{\"type\":\"text\",\"text\":\"said"
            + " under %s\"}]}";
    return Records.itemCompleted(
        Instant.EPOCH,
        thread.threadId(),
        turnId,
        JsonParser.parseString(item.formatted(itemId, clientId, clientId)).getAsJsonObject(),
        1,
        2);
  }

  @Test
  default void pagesShowWhatAnOpenLogFlushedAndWhatARestartFinds() {
    HistoryPages pages = pages();
    NewThread thread = SampleThread.of(store(), 0);
    Request newest = new Request(null, 5, SortDirection.DESC);
    try (LiveLog log = store().create(thread)) {
      for (int i = 1; i <= 3; i++) {
        log.append(SampleThread.turn(thread.historyMode(), "turn-" + i, i, "text " + i));
        log.flush();
        assertThat(pages.turns(thread.threadId(), newest).turns())
            .as("turns after flush %d", i)
            .hasSize(i);
      }
    }
    List<StoredTurn> before = pages.turns(thread.threadId(), newest).turns();
    HistoryPages reopened = restart().historyPages().orElseThrow();
    assertThat(reopened.turns(thread.threadId(), newest).turns())
        .as("turns after restart")
        .isEqualTo(before);
  }

  @Test
  default void threadsWithoutTurnsHaveAnEmptyPageAndUnknownOnesNone() {
    HistoryPages pages = pages();
    NewThread thread = SampleThread.of(store(), 0);
    try (LiveLog log = store().create(thread)) {
      log.append(List.of(SampleThread.note(1, "no turn")));
    }
    Request request = new Request(null, 5, SortDirection.DESC);
    assertThat(pages.turns(thread.threadId(), request).turns()).as("turns").isEmpty();
    assertThat(pages.items(thread.threadId(), null, request).items()).as("items").isEmpty();
    assertRefused(
        "turns of an unknown thread", Kind.NOT_FOUND, () -> pages.turns(Uuid7.next(), request));
    assertRefused(
        "items of an unknown thread",
        Kind.NOT_FOUND,
        () -> pages.items(Uuid7.next(), null, request));
    assertRefused(
        "a turn of an unknown thread", Kind.NOT_FOUND, () -> pages.ordinal(Uuid7.next(), "turn"));
    assertRefused(
        "an item of an unknown thread",
        Kind.NOT_FOUND,
        () -> pages.ordinal(Uuid7.next(), "turn", "item"));
    assertRefused("the size of an unknown thread", Kind.NOT_FOUND, () -> pages.bytes(Uuid7.next()));
  }

  private HistoryPages pages() {
    return Capabilities.require("pages of history", store().historyPages());
  }

  private static <T> List<T> ordered(List<T> rows, SortDirection direction) {
    List<T> ordered = new ArrayList<>(rows);
    if (direction == SortDirection.DESC) {
      Collections.reverse(ordered);
    }
    return ordered;
  }
}
