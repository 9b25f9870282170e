package dev.heddle.server.store.local;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.ContextFacts;
import dev.heddle.server.rollout.Conversation;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.KnownTurns;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.rollout.TurnFold;
import dev.heddle.server.rollout.TurnListener;
import dev.heddle.server.rollout.TurnsInMemory;
import dev.heddle.server.store.ThreadFold;
import dev.heddle.server.store.local.HistoryRows.Batch;
import dev.heddle.server.store.local.HistoryRows.Closing;
import dev.heddle.server.store.local.HistoryRows.Event;
import dev.heddle.server.store.local.HistoryRows.Kind;
import dev.heddle.server.store.local.HistoryRows.Snapshot;
import dev.heddle.server.store.local.HistoryRows.TurnRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The folds over one file, and the rows that come of them.
 *
 * <p>The rows say what the folds told, record by record, so that any part of the history can be put
 * together later exactly as one fold over all of it would have.
 *
 * <p><b>Thread-safety:</b> none; one thread.
 */
final class HistoryBuilder implements TurnListener, KnownTurns {
  /** So much of a file lies between two places to go on from. */
  private static final long SNAPSHOT_BYTES = 4 << 20;

  /** What is known of turns that this builder has not seen. */
  interface Earlier {
    /** The turn in the file itself, or null. */
    @Nullable TurnRow inFile(String turnId);

    /** Whether the turn has items, in the file itself or below. */
    boolean hasItems(String turnId);

    /** The turn in what the file inherits, or null. */
    @Nullable TurnRow below(String turnId);

    /** The places an item had in the file itself, oldest first. */
    List<Event> places(TurnRow turn, String itemId);

    /** The places an item had below. */
    List<Event> placesBelow(String turnId, String itemId);
  }

  /** A history that a fold cannot go on with from the middle: its turns are taken back. */
  static final class RolledBackException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Earlier earlier;
  private final boolean fromStart;
  private final TurnFold turns;
  private final ContextFacts context;
  private final ThreadFold heir;
  private final TurnsInMemory seen = new TurnsInMemory();
  private final Map<String, Known> known = new HashMap<>();
  private List<TurnRow> turnRows = new ArrayList<>();
  private List<Event> events = new ArrayList<>();
  private List<Snapshot> snapshots = new ArrayList<>();
  private List<Closing> closings = new ArrayList<>();
  private long at;
  private long length;
  private long wholeLength;
  private @Nullable String streamedAs;
  private long lastSnapshot;
  private boolean snapshotDue;

  /** A turn and its items' places. */
  private static final class Known {
    private final TurnRow row;
    private final boolean seenBefore;
    private final Map<String, Place> items = new HashMap<>();

    Known(TurnRow row, boolean seenBefore) {
      this.row = row;
      this.seenBefore = seenBefore;
    }
  }

  /** An item's place: the event that gave it, and whether that was only some text of it. */
  private record Place(@Nullable Long at, boolean streaming) {}

  /**
   * Goes on from a state.
   *
   * @param fromStart whether that is the beginning of the whole history
   * @param from the offset the state was taken at
   */
  HistoryBuilder(FoldState state, Earlier earlier, boolean fromStart, long from) {
    this.earlier = earlier;
    this.fromStart = fromStart;
    this.turns = new TurnFold(this, this);
    turns.restore(state.turns());
    this.context = state.contextFacts();
    this.heir = FoldState.nobody(state.heir());
    this.lastSnapshot = from;
  }

  /** The next record of a reader. */
  void accept(RolloutRecord record, FoldReader from) {
    accept(record, from.offset(), from.nextOffset() - from.offset(), from.wholeBytes());
  }

  private void accept(RolloutRecord record, long offset, long lineLength, long wholeBytes) {
    if (ContextFacts.isRollback(record) && !fromStart) {
      throw new RolledBackException();
    }
    at = offset;
    length = lineLength;
    wholeLength = wholeBytes;
    streamedAs = TurnFold.streamedId(record);
    boolean checkpoint = Conversation.isCheckpoint(record);
    if (checkpoint || snapshotDue || (turns.openTurnId() == null && snapshotWanted())) {
      snapshots.add(new Snapshot(at, checkpoint, state().text()));
      lastSnapshot = at;
    }
    snapshotDue = ContextFacts.isRollback(record); // nobody can go on from before it
    turns.accept(record);
    context.accept(record);
    if (!RolloutChain.OF_THE_THREAD.contains(record.type())) {
      heir.accept(record);
    }
  }

  private boolean snapshotWanted() {
    return at - lastSnapshot >= SNAPSHOT_BYTES;
  }

  FoldState state() {
    JsonObject heirState = heir.state();
    return new FoldState(turns.state(), context.state(), heirState.deepCopy());
  }

  /** How many rows wait to be taken. */
  int pending() {
    return events.size() + turnRows.size();
  }

  /** The rows since the last call. */
  Batch take() {
    Batch batch = new Batch(turnRows, events, snapshots, closings);
    turnRows = new ArrayList<>();
    events = new ArrayList<>();
    snapshots = new ArrayList<>();
    closings = new ArrayList<>();
    return batch;
  }

  // --- What the fold tells ---

  @Override
  public void turnStarted(StoredTurn turn) {
    Known in = knownOrNew(turn.turnId(), turn.ordinal());
    add(in, Kind.START, turn.ordinal(), HistoryRows.body(turn));
  }

  @Override
  public void turnEnded(StoredTurn turn) {
    Known in = known(turn.turnId());
    if (in != null) {
      add(in, Kind.END, Objects.requireNonNull(turn.endOrdinal()), HistoryRows.body(turn));
    }
  }

  @Override
  public void itemCompleted(StoredItem item) {
    Known in = knownOrNew(item.turnId(), item.ordinal());
    Place place = place(in, item.itemId());
    boolean head = place == null || place.streaming();
    if (place != null && place.streaming() && place.at() != null) {
      closings.add(new Closing(in.row.at(), place.at(), at));
    }
    if (head) {
      in.items.put(item.itemId(), new Place(at, false));
    }
    add(in, Kind.ITEM, item, head, item.clientMessageId());
  }

  @Override
  public void itemContinued(StoredItem item) {
    add(knownOrNew(item.turnId(), item.ordinal()), Kind.MORE, item, false, null);
  }

  @Override
  public void itemStreamed(StoredItem item, boolean begins) {
    Known in = knownOrNew(item.turnId(), item.ordinal());
    boolean head = place(in, item.itemId()) == null;
    if (head) {
      in.items.put(item.itemId(), new Place(at, true));
    }
    String another = item.itemId().equals(streamedAs) ? null : streamedAs;
    add(in, begins ? Kind.TEXT : Kind.MORE_TEXT, item, head, another);
  }

  @Override
  public void turnsDropped(List<String> turnIds) {
    for (String turnId : turnIds) {
      Known gone = known.remove(turnId);
      if (gone != null) {
        closings.add(new Closing(gone.row.at(), null, at));
      }
    }
  }

  private void add(Known in, Kind kind, long ordinal, String body) {
    events.add(
        new Event(
            in.row.at(),
            at,
            kind,
            length,
            wholeLength,
            null,
            null,
            ordinal,
            null,
            null,
            false,
            body));
  }

  private void add(Known in, Kind kind, StoredItem item, boolean head, @Nullable String body) {
    events.add(
        new Event(
            in.row.at(),
            at,
            kind,
            length,
            wholeLength,
            item.itemId(),
            Json.string(item.item(), "type"),
            item.ordinal(),
            item.startedAtMs(),
            item.completedAtMs(),
            head,
            body));
  }

  private @Nullable Known known(String turnId) {
    Known in = known.get(turnId);
    if (in != null) {
      return in;
    }
    TurnRow row = earlier.inFile(turnId);
    if (row == null) {
      TurnRow below = earlier.below(turnId);
      if (below == null) {
        return null;
      }
      row = new TurnRow(at, turnId, below.ordinal(), true);
      turnRows.add(row);
    }
    in = new Known(row, true);
    known.put(turnId, in);
    return in;
  }

  private Known knownOrNew(String turnId, long ordinal) {
    Known in = known(turnId);
    if (in == null) {
      TurnRow row = new TurnRow(at, turnId, ordinal, false);
      turnRows.add(row);
      in = new Known(row, false);
      known.put(turnId, in);
    }
    return in;
  }

  private @Nullable Place place(Known in, String itemId) {
    Place place = in.items.get(itemId);
    if (place == null && in.seenBefore) {
      place = placeOf(earlier.places(in.row, itemId), true);
      if (place == null && in.row.inherited()) {
        place = placeOf(earlier.placesBelow(in.row.turnId(), itemId), false);
      }
      if (place != null) {
        in.items.put(itemId, place);
      }
    }
    return place;
  }

  /** Where the item stands after these events; null when none of them gave it a place. */
  private static @Nullable Place placeOf(List<Event> of, boolean inFile) {
    Event head = null;
    for (Event event : of) {
      head = event.head() ? event : head;
    }
    return head == null ? null : new Place(inFile ? head.at() : null, head.kind() != Kind.ITEM);
  }

  // --- What the fold asks ---

  @Override
  public @Nullable Long position(String turnId) {
    Long position = seen.position(turnId);
    if (position != null) {
      return position;
    }
    TurnRow row = earlier.inFile(turnId);
    row = row == null ? earlier.below(turnId) : row;
    return row == null ? null : row.ordinal();
  }

  @Override
  public boolean hasItems(String turnId) {
    return seen.hasItems(turnId) || earlier.hasItems(turnId);
  }

  @Override
  public void started(String turnId, long position) {
    if (position(turnId) == null) {
      seen.started(turnId, position);
    }
  }

  @Override
  public void added(String turnId, long position, boolean userMessage) {
    Long before = position(turnId);
    seen.added(turnId, before == null ? position : before, userMessage);
  }

  @Override
  public List<String> dropNewest(long userTurns) {
    return seen.dropNewest(userTurns);
  }

  @Override
  public int itemCount() {
    return seen.itemCount();
  }
}
