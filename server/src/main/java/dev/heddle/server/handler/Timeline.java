package dev.heddle.server.handler;

import dev.heddle.protocol.v2.ThreadItem;
import dev.heddle.protocol.v2.ThreadTimelineEntry;
import dev.heddle.protocol.v2.ThreadTimelineListResponse;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.store.HistoryPages;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.turn.ErrorRecords;
import dev.heddle.server.turn.ItemViews;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A thread's history as one list, in the order of its records: where turns begin and end, and the
 * items between. Made from a page of turns and a page of items, of which it shows what both tell
 * wholly; so it reads little more than these two do.
 */
final class Timeline {
  /** By their positions; a turn begins before what has the same one, and ends behind it. */
  private static final Comparator<ThreadTimelineEntry> ORDER =
      Comparator.comparingLong(ThreadTimelineEntry::position).thenComparing(Timeline::kind);

  private final ThreadHistory history;
  private final String threadId;
  private final String cwd;

  /**
   * @param cwd the thread's working directory, for items that do not name theirs
   */
  Timeline(ThreadHistory history, String threadId, String cwd) {
    this.history = history;
    this.threadId = threadId;
    this.cwd = cwd;
  }

  /**
   * The newest entries before a place.
   *
   * @param before null for the end of the history
   * @param limit entries at most, but those that share a position are not torn apart
   */
  ThreadTimelineListResponse page(HistoryPages.@Nullable Anchor before, int limit) {
    HistoryPages.Anchor anchor = before;
    while (true) {
      Part part = part(anchor, limit);
      List<ThreadTimelineEntry> entries = part.entries();
      int first = Math.max(0, entries.size() - limit);
      while (first > 0 && entries.get(first - 1).position() == entries.get(first).position()) {
        first--;
      }
      if (!entries.isEmpty() || !part.hasMore()) {
        return new ThreadTimelineListResponse(
            List.copyOf(entries.subList(first, entries.size())),
            first > 0 || part.hasMore() ? cursor(entries.get(first)) : null,
            null);
      }
      // All of its items are of kinds that this version cannot show.
      anchor = new HistoryPages.Anchor(part.from(), false);
    }
  }

  /**
   * All entries between two places.
   *
   * @param from the first position
   * @param hasMore whether there is anything before it
   */
  private record Part(List<ThreadTimelineEntry> entries, long from, boolean hasMore) {}

  private Part part(HistoryPages.@Nullable Anchor before, int limit) {
    // Turns first: what is recorded between the two looks belongs to turns that were seen to begin,
    // or is left out whole. A turn is two entries; one may be running, one end after the place.
    HistoryPages.TurnPage turns =
        history.turns(
            threadId,
            new HistoryPages.Request(before, limit / 2 + 2, SortDirection.DESC),
            HistoryPages.Items.NONE);
    // One more than is shown: an item that a running turn is still saying is left out.
    HistoryPages.ItemPage items =
        history.items(
            threadId, null, new HistoryPages.Request(before, limit + 1, SortDirection.DESC));
    long from =
        Math.max(
            turns.hasMore() ? turns.turns().getLast().ordinal() : 0,
            items.hasMore() ? items.items().getLast().ordinal() : 0);
    List<ThreadTimelineEntry> entries = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    long start = before == null ? Long.MAX_VALUE : startFrom(before);
    long next = start;
    for (StoredTurn turn : turns.turns()) {
      seen.add(turn.turnId());
      if (turn.ordinal() < start) {
        next = start;
        start = turn.ordinal();
      }
      entries.add(
          new ThreadTimelineEntry.TurnStarted(turn.ordinal(), turn.turnId(), turn.startedAt()));
      if (turn.status() != StoredTurn.Status.IN_PROGRESS && next > from) {
        entries.add(completed(turn, next));
      }
    }
    long newest = turns.turns().isEmpty() ? -1 : turns.turns().getFirst().ordinal();
    for (StoredItem item : items.items().reversed()) {
      if (before != null || item.ordinal() <= newest || seen.contains(item.turnId())) {
        add(item, entries);
      }
    }
    long end = before == null ? Long.MAX_VALUE : before.ordinal();
    entries.removeIf(entry -> entry.position() < from || entry.position() >= end);
    entries.sort(ORDER);
    return new Part(entries, from, turns.hasMore() || items.hasMore());
  }

  /** Where the first turn begins that does so at this place or behind it. */
  private long startFrom(HistoryPages.Anchor place) {
    List<StoredTurn> found =
        history
            .turns(
                threadId,
                new HistoryPages.Request(
                    new HistoryPages.Anchor(place.ordinal(), true), 1, SortDirection.ASC),
                HistoryPages.Items.NONE)
            .turns();
    return found.isEmpty() ? Long.MAX_VALUE : found.getFirst().ordinal();
  }

  /**
   * The end of a turn: behind its start and before the next one, also where the records say other
   * things, so that the page that has the one has the other.
   */
  private ThreadTimelineEntry completed(StoredTurn turn, long next) {
    return new ThreadTimelineEntry.TurnCompleted(
        Math.max(turn.ordinal(), Math.min(end(turn), next - 1)),
        turn.turnId(),
        TurnViews.status(turn),
        ErrorRecords.view(turn.error()),
        turn.startedAt(),
        turn.completedAt(),
        turn.durationMs());
  }

  /** Where the turn ends. One that a crash cut, or of a log that tells no ends, with its items. */
  private long end(StoredTurn turn) {
    Long recorded = turn.endOrdinal();
    if (recorded != null) {
      return recorded;
    }
    List<StoredItem> last =
        history
            .items(threadId, turn.turnId(), new HistoryPages.Request(null, 1, SortDirection.DESC))
            .items();
    return last.isEmpty() ? turn.ordinal() : Math.max(turn.ordinal(), last.getFirst().ordinal());
  }

  private void add(StoredItem stored, List<ThreadTimelineEntry> entries) {
    ThreadItem item = ItemViews.ofKnown(stored, cwd);
    if (item != null) {
      entries.add(new ThreadTimelineEntry.Item(stored.ordinal(), stored.turnId(), item));
    }
  }

  private String cursor(ThreadTimelineEntry entry) {
    String id =
        switch (entry) {
          case ThreadTimelineEntry.TurnStarted started -> started.turnId();
          case ThreadTimelineEntry.Item item -> item.item().id();
          case ThreadTimelineEntry.TurnCompleted completed -> completed.turnId();
        };
    return Cursors.timeline(threadId, entry.position(), kind(entry), id);
  }

  /** As in cursors, and in this order where several have one position. */
  private static int kind(ThreadTimelineEntry entry) {
    return switch (entry) {
      case ThreadTimelineEntry.TurnStarted started -> 0;
      case ThreadTimelineEntry.Item item -> 1;
      case ThreadTimelineEntry.TurnCompleted completed -> 3;
    };
  }
}
