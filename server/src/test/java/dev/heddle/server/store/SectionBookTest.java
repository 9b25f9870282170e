package dev.heddle.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Positions in sections, and what a book refuses to hold. */
class SectionBookTest {
  private static final String PINNED = SectionBook.PINNED_ID;
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456Z");
  private static final StoredSection WORK = new StoredSection("w", "Work", null);

  private static SectionBook moved(SectionBook book, String id, String before) {
    return book.withMember(id, PINNED, before, NOW);
  }

  private static List<String> ids(SectionBook book) {
    return book.members(PINNED).stream().map(SectionMember::threadId).toList();
  }

  private static List<Long> positions(SectionBook book) {
    return book.members(PINNED).stream().map(SectionMember::position).toList();
  }

  /** The numbers are those of the peer, whose cursors show them. */
  @Test
  void aMoveGivesAPositionToTheThreadThatMovesOnly() {
    SectionBook book = moved(moved(moved(SectionBook.EMPTY, "a", null), "b", null), "c", "a");
    assertThat(ids(book)).containsExactly("c", "a", "b");
    assertThat(positions(book)).containsExactly(500_000L, 1_000_000L, 2_000_000L);
    book = moved(book, "b", "c");
    assertThat(positions(book)).containsExactly(250_000L, 500_000L, 1_000_000L);
    book = moved(book, "b", null);
    assertThat(ids(book)).containsExactly("c", "a", "b");
    assertThat(positions(book)).containsExactly(500_000L, 1_000_000L, 2_000_000L);
    assertThat(positions(moved(book, "c", "a"))).as("where it is").isEqualTo(positions(book));
  }

  @Test
  void aThreadEntersASectionOnce() {
    SectionBook book = SectionBook.EMPTY.with(WORK).withMember("a", PINNED, null, NOW);
    Instant entered = Instant.parse("2026-03-01T10:00:00.123Z");
    assertThat(book.member("a").enteredAt()).as("in milliseconds").isEqualTo(entered);
    book = book.withMember("a", PINNED, null, NOW.plusSeconds(5));
    assertThat(book.member("a").enteredAt()).as("moved within").isEqualTo(entered);
    book = book.withMember("a", WORK.id(), null, NOW.plusSeconds(5));
    assertThat(book.member("a").enteredAt()).as("elsewhere").isEqualTo(entered.plusSeconds(5));
    assertThat(ids(book)).as("where it was").isEmpty();
  }

  @Test
  void thereIsAlwaysRoomForAnother() {
    Random random = new Random(20261121);
    SectionBook book = SectionBook.EMPTY.with(WORK).withMember("other", WORK.id(), null, NOW);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      String id = "t" + random.nextInt(30);
      expected.remove(id);
      // Mostly to the same two places, where the room is soon used up.
      int at = expected.isEmpty() ? 0 : random.nextInt(Math.min(3, expected.size() + 1));
      book = moved(book, id, at == expected.size() ? null : expected.get(at));
      expected.add(at, id);
      assertThat(ids(book)).as("step %d", i).isEqualTo(expected);
      List<Long> positions = positions(book);
      for (int p = 0; p < positions.size(); p++) {
        long before = p == 0 ? 0 : positions.get(p - 1);
        assertThat(positions.get(p) - before).as("room at %d in step %d", p, i).isGreaterThan(1);
      }
    }
    assertThat(book.member("other").position()).as("in another section").isEqualTo(1_000_000);
  }

  @Test
  void aSectionThatGoesLeavesItsThreadsInNone() {
    SectionBook book = moved(SectionBook.EMPTY.with(WORK), "a", null);
    book = book.withMember("b", WORK.id(), null, NOW).without(WORK.id());
    assertThat(book.member("b")).isNull();
    assertThat(ids(book)).containsExactly("a");
    assertThat(book.sections()).hasSize(1);
  }

  @Test
  void aBookHoldsEveryThreadAndEverySectionOnce() {
    SectionMember member = new SectionMember("a", PINNED, 1, NOW);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SectionBook(List.of(), List.of(member, member)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SectionBook(List.of(WORK, WORK), List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new SectionBook(List.of(), List.of(new SectionMember("a", "gone", 1, NOW))));
    assertThatIllegalArgumentException().isThrownBy(() -> moved(SectionBook.EMPTY, "a", "b"));
  }
}
