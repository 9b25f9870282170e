package dev.heddle.server.store.local;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.HistoryCut;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.NewThread;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What a thread must be: its records, how many of them were acknowledged, and where it is. */
final class ModelThread {
  private final NewThread asked;
  private final List<Entry> entries = new ArrayList<>();
  private final List<RolloutRecord> beforeFirst = new ArrayList<>();

  /** How many entries are in older files, and the ordinal of the current file's header. */
  private int inherited;

  private long baseOrdinal;
  private int acknowledged;
  private boolean archived;
  private boolean unreadable;

  /** A record of the whole chain of files, and the thread whose file holds it. */
  private record Entry(RolloutRecord record, String owner) {
    boolean numbered() {
      return record.ordinal() != RolloutRecord.NO_ORDINAL;
    }
  }

  ModelThread(NewThread asked) {
    this.asked = asked;
  }

  String id() {
    return asked.threadId();
  }

  HistoryMode mode() {
    return asked.historyMode();
  }

  Instant createdAt() {
    return asked.createdAt();
  }

  boolean archived() {
    return archived;
  }

  void setArchived(boolean value) {
    archived = value;
  }

  /** Whether the header of its current file was torn. */
  boolean unreadable() {
    return unreadable;
  }

  void setUnreadable() {
    unreadable = true;
  }

  /** Whether anything was appended to its own file. */
  boolean started() {
    return entries.size() > inherited;
  }

  /** Whether its own file is known to hold something. */
  boolean stored() {
    return acknowledged > inherited;
  }

  boolean settled() {
    return acknowledged == entries.size();
  }

  void acknowledge() {
    acknowledged = entries.size();
  }

  /** Threads whose files this history refers to. */
  Set<String> bases() {
    return entries.subList(0, inherited).stream()
        .map(Entry::owner)
        .filter(owner -> !owner.equals(id()))
        .collect(Collectors.toSet());
  }

  /** What a replay shows. */
  List<RolloutRecord> visible() {
    return visible(entries);
  }

  /** What a replay shows at least. */
  List<RolloutRecord> visibleAcknowledged() {
    return visible(entries.subList(0, acknowledged));
  }

  private List<RolloutRecord> visible(List<Entry> some) {
    return some.stream()
        .filter(entry ->
            entry.owner().equals(id())
                || !RolloutChain.OF_THE_THREAD.contains(entry.record().type()))
        .map(Entry::record)
        .toList();
  }

  /** Accepts records as an open log does. */
  void accept(List<RolloutRecord> added) {
    if (!started()) {
      add(header(createdAt()));
      beforeFirst.forEach(this::add);
      beforeFirst.clear();
    }
    added.forEach(this::add);
  }

  /** Accepts a change of metadata; until there is a record, with the first. */
  void change(RolloutRecord change) {
    if (started()) {
      add(change);
    } else {
      beforeFirst.add(change);
    }
  }

  private void add(RolloutRecord record) {
    boolean counts = mode() == HistoryMode.PAGINATED && !record.type().startsWith("heddle_");
    entries.add(new Entry(counts ? record.at(nextOrdinal()) : record, id()));
  }

  private long nextOrdinal() {
    return Math.max(
        baseOrdinal, entries.stream().mapToLong(e -> e.record().ordinal()).max().orElse(-1) + 1);
  }

  /** A header; only its kind and place are compared. */
  RolloutRecord header(Instant at) {
    return RolloutRecord.of(at, RecordTypes.SESSION_META, new JsonObject());
  }

  List<String> turnIds() {
    return visible().stream()
        .filter(record -> "task_started".equals(Json.string(record.payload(), "type")))
        .map(record -> Json.string(record.payload(), "turn_id", ""))
        .toList();
  }

  /** Where a fork or revert at the turn ends: before it, or behind it. */
  long cut(String turnId, boolean through) {
    HistoryCut cut = new HistoryCut();
    visible().stream().filter(r -> r.ordinal() != RolloutRecord.NO_ORDINAL).forEach(cut::accept);
    OptionalLong at = through ? cut.through(turnId) : cut.before(turnId);
    return at.orElseThrow();
  }

  /** Begins as a fork of {@code source} below the ordinal: by reference, and with what streams. */
  void fork(ModelThread source, long below) {
    inherit(source, below);
    List<RolloutRecord> streamed =
        source.entries.subList(inherited, source.entries.size()).stream()
            .takeWhile(entry -> !entry.numbered())
            .map(Entry::record)
            .filter(record -> record.type().equals(RecordTypes.PARTIAL_ITEM))
            .toList();
    if (!streamed.isEmpty()) {
      accept(streamed);
    }
  }

  private void inherit(ModelThread source, long below) {
    List<Entry> kept = new ArrayList<>();
    int end = 0;
    long last = -1;
    for (Entry entry : source.entries) {
      if (entry.numbered() && entry.record().ordinal() >= below) {
        break;
      }
      kept.add(entry);
      if (entry.numbered()) {
        end = kept.size();
        last = entry.record().ordinal();
      }
    }
    entries.clear();
    entries.addAll(kept.subList(0, end));
    inherited = end;
    baseOrdinal = last + 1;
    acknowledged = end;
  }

  /** Goes on in a new file that refers to the history before the turn. */
  void revert(String turnId, RolloutRecord header, RolloutRecord everything) {
    inherit(this, cut(turnId, false));
    add(header);
    add(everything);
    acknowledge();
  }

  /** Keeps only so many records of the current file; they are what is stored. */
  void keepOwn(int count) {
    entries.subList(inherited + count, entries.size()).clear();
    acknowledge();
  }

  /** Takes what a replay showed of what was not acknowledged for what is stored. */
  void keepVisible(int count) {
    while (visible().size() > count) {
      entries.removeLast();
    }
    acknowledge();
  }

  /** The newest value the journal gives to a member of metadata; null when none. */
  String said(String member) {
    String value = null;
    for (RolloutRecord record : visible()) {
      if (record.type().equals(RecordTypes.THREAD_METADATA) && record.payload().has(member)) {
        value = Json.string(record.payload(), member);
      }
    }
    return value;
  }

  /** When the journal last named the thread; null when it never did. */
  Instant namedAt() {
    Instant at = null;
    for (RolloutRecord record : visible()) {
      if (record.type().equals(RecordTypes.THREAD_METADATA) && record.payload().has("name")) {
        at = record.timestamp();
      }
    }
    return at;
  }
}
