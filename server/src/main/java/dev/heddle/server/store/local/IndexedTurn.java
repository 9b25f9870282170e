package dev.heddle.server.store.local;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.ItemContent;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.rollout.TurnCollector;
import dev.heddle.server.store.HistoryPages;
import dev.heddle.server.store.local.HistoryParts.Part;
import dev.heddle.server.store.local.HistoryRows.Event;
import dev.heddle.server.store.local.HistoryRows.Kind;
import dev.heddle.server.store.local.HistoryRows.TurnRow;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A turn as the rows of the index tell it: all but the contents of its items, and which records
 * these are made from.
 *
 * @param turn with items that have no contents
 * @param sources the records their contents are made from
 */
record IndexedTurn(StoredTurn turn, Sources sources) {
  /** Tells a collector what the fold told of this turn, in the order of the records. */
  static IndexedTurn of(Connection c, HistoryParts history, String turnId) throws SQLException {
    TurnCollector collector = new TurnCollector();
    Sources sources = new Sources();
    for (int i = 0; i < history.parts().size(); i++) {
      Part part = history.parts().get(i);
      TurnRow row = HistoryTables.turn(c, part.id(), part.end(), turnId);
      if (row == null) {
        continue;
      }
      for (Event event : HistoryTables.eventsOf(c, part.id(), part.end(), row.at())) {
        tell(collector, turnId, event);
        sources.add(i, event);
      }
    }
    List<StoredTurn> turns = collector.turns();
    return new IndexedTurn(
        turns.isEmpty() ? HistoryRows.started(turnId, 0, null) : turns.getFirst(), sources);
  }

  private static void tell(TurnCollector collector, String turnId, Event event) {
    switch (event.kind()) {
      case START ->
          collector.turnStarted(HistoryRows.started(turnId, event.ordinal(), event.body()));
      case END -> collector.turnEnded(HistoryRows.ended(turnId, event.ordinal(), event.body()));
      case ITEM -> collector.itemCompleted(item(turnId, event));
      case MORE -> collector.itemContinued(item(turnId, event));
      case TEXT -> collector.itemStreamed(item(turnId, event), true);
      case MORE_TEXT -> collector.itemStreamed(item(turnId, event), false);
    }
  }

  /** The item without its contents. */
  private static StoredItem item(String turnId, Event event) {
    JsonObject item = new JsonObject();
    item.addProperty("type", event.type());
    return new StoredItem(
        turnId,
        Objects.requireNonNull(event.itemId()),
        event.ordinal(),
        event.startedMs(),
        event.completedMs(),
        item);
  }

  /** The item that has this id and stands at this place; null when there is none. */
  @Nullable StoredItem item(String itemId, long ordinal) {
    for (StoredItem item : turn.items()) {
      if (item.itemId().equals(itemId) && item.ordinal() == ordinal) {
        return item;
      }
    }
    return null; // another record has given it another place
  }

  /** How long the lines are that the item is made from. */
  long bytes(StoredItem item) {
    return sources.of(item).stream().mapToLong(source -> source.event().wholeLength()).sum();
  }

  /** How long the lines are that so many of its items are made from. */
  long bytes(HistoryPages.Items wanted) {
    return wanted.of(turn.items()).stream().mapToLong(this::bytes).sum();
  }

  /** The item with its contents. */
  StoredItem whole(StoredItem item, Records records) throws IndexException, IOException {
    ItemContent content = new ItemContent(item.itemId());
    for (Source source : sources.of(item)) {
      RolloutRecord record = records.read(source);
      switch (source.event().kind()) {
        case ITEM -> content.completed(record);
        case MORE -> content.continued(record);
        case TEXT, MORE_TEXT -> content.streamed(record);
        default -> {}
      }
    }
    JsonObject whole = content.item();
    if (whole == null) {
      throw new IndexException("a row does not tell what is in the file", null);
    }
    return new StoredItem(
        item.turnId(),
        item.itemId(),
        item.ordinal(),
        item.startedAtMs(),
        item.completedAtMs(),
        whole);
  }

  /**
   * A record that an item is made from.
   *
   * @param before the record that it adds to; null when the item begins with it
   */
  private record Source(int part, Event event, @Nullable Source before) {}

  /** The newest record of each item of a turn. */
  static final class Sources {
    private final Map<String, Source> shown = new HashMap<>();
    private final Map<String, Source> completed = new HashMap<>();

    /** By the id it was streamed under: text goes on when the item has got another name. */
    private final Map<String, Source> streamed = new HashMap<>();

    private void add(int part, Event event) {
      String itemId = event.itemId();
      if (itemId != null) {
        boolean text = event.kind() == Kind.TEXT || event.kind() == Kind.MORE_TEXT;
        boolean begins = event.kind() == Kind.TEXT || event.kind() == Kind.ITEM;
        Map<String, Source> newest = text ? streamed : completed;
        String id = text ? event.streamedAs() : itemId;
        Source source = new Source(part, event, begins ? null : newest.get(id));
        newest.put(id, source);
        shown.put(itemId, source);
      }
    }

    /** The records that the item is made from, oldest first. */
    private List<Source> of(StoredItem item) {
      List<Source> of = new ArrayList<>();
      for (Source at = shown.get(item.itemId()); at != null; at = at.before()) {
        of.add(at);
      }
      return of.reversed();
    }
  }

  /** Records read where the rows say they are. */
  static final class Records implements Closeable {
    private final HistoryParts history;
    private final Map<Integer, LineWindow.Source> open = new HashMap<>();

    Records(HistoryParts history) {
      this.history = history;
    }

    private RolloutRecord read(Source source) throws IndexException, IOException {
      RolloutChain.Part part = history.parts().get(source.part()).file();
      LineWindow.Source contents = open.get(source.part());
      if (contents == null) {
        contents = LineWindow.file(part.contents());
        open.put(source.part(), contents);
      }
      Event event = source.event();
      RolloutRecord record =
          FoldReader.record(contents, part.file().path(), event.at(), (int) event.length());
      if (record != null) {
        return record;
      }
      throw new IndexException("a row does not tell what is in the file", null);
    }

    @Override
    public void close() throws IOException {
      for (LineWindow.Source file : open.values()) {
        file.close();
      }
    }
  }
}
