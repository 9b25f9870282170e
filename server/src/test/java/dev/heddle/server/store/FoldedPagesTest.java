package dev.heddle.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.Rollouts;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.store.HistoryPages.Anchor;
import dev.heddle.server.store.HistoryPages.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FoldedPagesTest {
  private final List<RolloutRecord> records = Rollouts.recorded("compacted");
  private final HistoryPages pages =
      new FoldedPages((threadId, sink) -> {
        if (!threadId.equals("t")) {
          throw ThreadStoreException.notFound(threadId);
        }
        records.forEach(sink);
      });

  @ParameterizedTest
  @CsvSource({"1,ASC", "2,ASC", "3,DESC", "4,DESC", "100,ASC"})
  void pagesFollowedToTheEndShowEveryTurnOnce(int limit, SortDirection direction) {
    List<String> seen = new ArrayList<>();
    Anchor anchor = null;
    HistoryPages.TurnPage page;
    do {
      page = pages.turns("t", new Request(anchor, limit, direction));
      assertThat(page.turns()).hasSizeBetween(1, limit);
      page.turns().forEach(turn -> seen.add(turn.turnId()));
      anchor = new Anchor(page.turns().getLast().ordinal(), false);
    } while (page.hasMore());

    List<String> all = allTurns();
    assertThat(all).hasSize(4);
    assertThat(seen).isEqualTo(direction == SortDirection.ASC ? all : all.reversed());
  }

  @Test
  void aPageTurnedRoundShowsItsFirstRowAgainWhenAskedTo() {
    StoredTurn third = pages.turns("t", new Request(null, 2, SortDirection.DESC)).turns().getLast();

    assertThat(turnIds(new Request(new Anchor(third.ordinal(), true), 9, SortDirection.ASC)))
        .isEqualTo(allTurns().subList(2, 4));
    assertThat(turnIds(new Request(new Anchor(third.ordinal(), false), 9, SortDirection.ASC)))
        .isEqualTo(allTurns().subList(3, 4));
  }

  @Test
  void anchorsNeedNotExist() {
    assertThat(turnIds(new Request(new Anchor(Long.MAX_VALUE, true), 9, SortDirection.ASC)))
        .isEmpty();
    assertThat(turnIds(new Request(new Anchor(-1, false), 9, SortDirection.ASC)))
        .isEqualTo(allTurns());
    assertThat(turnIds(new Request(new Anchor(Long.MIN_VALUE, false), 9, SortDirection.DESC)))
        .isEmpty();
  }

  @Test
  void itemsComeOfAllTurnsOrOfOne() {
    Request all = new Request(null, 100, SortDirection.ASC);
    List<StoredItem> items = pages.items("t", null, all).items();
    assertThat(items).extracting(StoredItem::ordinal).isSorted().doesNotHaveDuplicates();
    String turnId = allTurns().getFirst();

    assertThat(pages.items("t", turnId, all).items())
        .isNotEmpty()
        .isEqualTo(items.stream().filter(item -> item.turnId().equals(turnId)).toList());
    assertThat(pages.items("t", "nowhere", all).items()).isEmpty();
    assertThat(pages.items("t", null, new Request(null, items.size(), SortDirection.DESC)))
        .isEqualTo(new HistoryPages.ItemPage(items.reversed(), false));
    assertThat(pages.items("t", null, new Request(null, 1, SortDirection.DESC)).hasMore()).isTrue();
  }

  @Test
  void anUnknownThreadIsNotAnEmptyPage() {
    assertThatThrownBy(() -> turnIdsOf("other", new Request(null, 1, SortDirection.ASC)))
        .isInstanceOf(ThreadStoreException.class);
  }

  private List<String> allTurns() {
    return turnIds(new Request(null, 100, SortDirection.ASC));
  }

  private List<String> turnIds(Request request) {
    return turnIdsOf("t", request);
  }

  private List<String> turnIdsOf(String threadId, Request request) {
    return pages.turns(threadId, request).turns().stream().map(StoredTurn::turnId).toList();
  }
}
