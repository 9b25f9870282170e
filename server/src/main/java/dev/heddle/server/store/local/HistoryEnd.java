package dev.heddle.server.store.local;

import dev.heddle.server.rollout.Conversation;
import dev.heddle.server.rollout.EventTypes;
import dev.heddle.server.rollout.FoldMembers;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.store.FoldedPages;
import dev.heddle.server.store.HistoryPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a history tells without the rest of it: its newest turns and items, and the
 * conversation behind its newest checkpoint. Read from the back in growing windows, for as long as
 * no index says where things are.
 *
 * <p>Turns can be folded from where one of them starts if their history has ordinals. A page counts
 * only if every turn on it was seen to start and more lies before it; what cannot be told so is
 * null, and the index's to tell.
 */
final class HistoryEnd {
  static final long FIRST_WINDOW_BYTES = 256 << 10;
  private static final int WINDOW_GROWTH = 8;

  /** Records of a page are in memory as a whole. */
  private static final long PAGE_WINDOW_BYTES = 16 << 20;

  private static final long CHECKPOINT_WINDOW_BYTES = 128 << 20;

  private final long firstWindowBytes;

  /**
   * @param firstWindowBytes how much is read at first
   */
  HistoryEnd(long firstWindowBytes) {
    this.firstWindowBytes = firstWindowBytes;
  }

  /** The newest turns; null when the end does not tell them. */
  HistoryPages.@Nullable TurnPage turns(
      RolloutChain chain, HistoryPages.Request request, HistoryPages.Items items)
      throws IOException {
    return page(
        chain,
        pages -> pages.turns("", request, items),
        HistoryPages.TurnPage::hasMore,
        page -> page.turns().stream().map(turn -> turn.turnId()).toList());
  }

  /** The newest items; null when the end does not tell them. */
  HistoryPages.@Nullable ItemPage items(RolloutChain chain, HistoryPages.Request request)
      throws IOException {
    return page(
        chain,
        pages -> pages.items("", null, request),
        HistoryPages.ItemPage::hasMore,
        page -> page.items().stream().map(StoredItem::turnId).toList());
  }

  private <P> @Nullable P page(
      RolloutChain chain,
      Function<FoldedPages, P> ask,
      Predicate<P> hasMore,
      Function<P, List<String>> turnIds)
      throws IOException {
    if (chain.historyMode() != HistoryMode.PAGINATED || chain.current().file().compressed()) {
      return null;
    }
    Path path = chain.current().file().path();
    long end = Files.size(path);
    for (long window = firstWindowBytes;
        window <= PAGE_WINDOW_BYTES && window < end;
        window *= WINDOW_GROWTH) {
      List<RolloutRecord> records = new ArrayList<>();
      Set<String> started = new HashSet<>();
      boolean whole = read(path, end - window, end, records, started);
      P page = ask.apply(new FoldedPages((id, sink) -> records.forEach(sink)));
      if (hasMore.test(page)) {
        return whole && started.containsAll(turnIds.apply(page)) ? page : null;
      }
    }
    return null;
  }

  /**
   * Reads the records from the first start of a turn on.
   *
   * @return false when some of them are of turns that started before, or they are too much to hold
   */
  private static boolean read(
      Path path, long from, long end, List<RolloutRecord> records, Set<String> started)
      throws IOException {
    boolean whole = true;
    long bytes = 0;
    try (RolloutReader reader = RolloutReader.open(path, from, end)) {
      for (RolloutRecord r = reader.next(); r != null; r = reader.next()) {
        String turnId = r.ordinal() == RolloutRecord.NO_ORDINAL ? null : startedTurn(r);
        if (turnId != null) {
          started.add(turnId);
        }
        if (!started.isEmpty()) {
          records.add(r);
          bytes += reader.wholeBytes();
          String of = Json.string(r.payload(), "turn_id");
          whole &= of == null || started.contains(of);
          if (bytes > PAGE_WINDOW_BYTES) {
            return false;
          }
        }
      }
    }
    return whole;
  }

  private static @Nullable String startedTurn(RolloutRecord record) {
    if (!record.type().equals(RecordTypes.EVENT_MSG)) {
      return null;
    }
    return switch (Json.string(record.payload(), "type", "")) {
      case EventTypes.TASK_STARTED, EventTypes.TURN_STARTED ->
          Json.string(record.payload(), "turn_id");
      default -> null;
    };
  }

  /** Where the newest checkpoint's line begins; null when none is near the end. */
  @Nullable Long checkpoint(RolloutChain chain) throws IOException {
    if (chain.current().file().compressed()) {
      return null;
    }
    Path path = chain.current().file().path();
    long end = Files.size(path);
    long from = end;
    for (long window = firstWindowBytes;
        window <= CHECKPOINT_WINDOW_BYTES && from > 0;
        window *= WINDOW_GROWTH) {
      from = Math.max(0, end - window);
      long newest = newestCheckpoint(path, from, end);
      if (newest >= 0) {
        return newest;
      }
    }
    return null;
  }

  /** Hands on the records from a checkpoint on. */
  static void conversation(RolloutChain chain, long checkpoint, Consumer<RolloutRecord> sink)
      throws IOException {
    try (FoldReader reader =
        FoldReader.open(
            chain.current().file().path(),
            checkpoint,
            Long.MAX_VALUE,
            FoldMembers::ofConversation)) {
      for (RolloutRecord r = reader.next(); r != null; r = reader.next()) {
        sink.accept(r);
      }
    }
  }

  private static long newestCheckpoint(Path path, long from, long end) throws IOException {
    long newest = -1;
    try (FoldReader reader = FoldReader.open(path, from, end, HistoryEnd::checkpoints)) {
      for (RolloutRecord r = reader.next(); r != null; r = reader.next()) {
        newest = Conversation.isCheckpoint(r) ? reader.offset() : newest;
      }
    }
    return newest;
  }

  /** Of checkpoints all that makes them one; of other records nothing. */
  private static FoldMembers checkpoints(String type) {
    return type.equals(RecordTypes.COMPACTED)
        ? FoldMembers.ofConversation(type)
        : FoldMembers.ofConversation(RecordTypes.SESSION_META);
  }
}
