package dev.heddle.server.store.local;

import dev.heddle.server.rollout.FoldMembers;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.KeyedLocks;
import dev.heddle.server.store.local.HistoryParts.Part;
import dev.heddle.server.store.local.HistoryRows.CoveredFile;
import dev.heddle.server.store.local.HistoryRows.Event;
import dev.heddle.server.store.local.HistoryRows.Snapshot;
import dev.heddle.server.store.local.HistoryRows.TurnRow;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The index of where turns and items are in rollout files, made to agree with the files before
 * anything is answered from it.
 *
 * <p>Rows belong to a file, so all histories that run through it share them; what a history sees of
 * a file that it inherits a part of is what was true at the end of that part. A file that grew is
 * read on from its mark; one that is not what the mark says is read anew. Both go in pieces, so
 * that work that is broken off is not lost.
 *
 * <p><b>Thread-safety:</b> thread-safe. One thread at a time reads a file; who needs another file
 * does not wait for it.
 *
 * <p><b>Errors:</b> {@link IndexException} means: answer by folding the records.
 */
final class HistoryIndex {
  private static final int BATCH_ROWS = 4_096;
  private static final long BATCH_BYTES = 64 << 20;

  private final IndexFile index;
  private final KeyedLocks reading = new KeyedLocks();

  HistoryIndex(IndexFile index) {
    this.index = index;
  }

  /** A question about the rows of a history, all of which are still what they were. */
  <T> T ask(HistoryParts history, IndexFile.Work<T> work) throws IndexException {
    return index.call(c -> {
      try (Statement statement = c.createStatement()) {
        statement.execute("begin");
        try {
          for (Part part : history.parts()) {
            CoveredFile now = HistoryTables.file(c, part.rows().key());
            if (now == null
                || now.id() != part.id()
                || now.covered() < part.rows().covered()
                || !now.identity().equals(part.rows().identity())) {
              throw new IndexException("the rows of a file were made anew", null);
            }
          }
          return work.run(c);
        } finally {
          statement.execute("rollback");
        }
      }
    });
  }

  /**
   * The history as the index has it, up to the newest whole record of the file.
   *
   * @throws IndexException also for a history that rows cannot tell
   */
  HistoryParts of(RolloutChain chain) throws IndexException, IOException {
    HistoryParts below = HistoryParts.NONE;
    for (RolloutChain.Part part : chain.parts()) {
      if (!part.isPlain()) {
        throw new IndexException.Unfit("a compressed file could not be unpacked");
      }
      CoveredFile rows = covered(part, below);
      if (rows.unfit()) {
        throw new IndexException.Unfit("the history takes back turns that it inherits");
      }
      List<Part> parts = new ArrayList<>(below.parts());
      parts.add(new Part(part, rows, Math.min(part.end(), rows.covered())));
      below = new HistoryParts(parts);
    }
    return below;
  }

  /** About how many bytes of the history are not in the rows yet; looks at no contents. */
  long missing(RolloutChain chain) throws IndexException, IOException {
    long missing = 0;
    for (RolloutChain.Part part : chain.parts()) {
      CoveredFile known = file(part.file().key());
      missing += Math.max(0, part.bytes() - (known == null ? 0 : known.covered()));
    }
    return missing;
  }

  /** Removes what is known of files that are gone, if anything was ever indexed. */
  void erase(Collection<String> keys) throws IndexException {
    if (index.exists()) {
      index.erase(c -> {
        for (String key : keys) {
          HistoryTables.forget(c, key);
        }
      });
    }
  }

  /** Forgets what is known of the files of a history; it is read anew when it is next asked for. */
  void forget(RolloutChain chain) throws IndexException {
    index.write(c -> {
      for (RolloutChain.Part part : chain.parts()) {
        HistoryTables.forget(c, part.file().key());
      }
    });
  }

  private CoveredFile covered(RolloutChain.Part part, HistoryParts below)
      throws IndexException, IOException {
    try (KeyedLocks.Held lock = reading.hold(part.file().key())) {
      FileStamp stamp = part.stamp();
      if (stamp == null) {
        throw new NoSuchFileException(part.file().path().toString());
      }
      String base = base(below);
      CoveredFile known = file(part.file().key());
      if (known != null && !tells(known, part.contents(), stamp, base)) {
        known = null;
      }
      boolean enough =
          known != null
              && (part.inherited()
                  ? known.covered() >= part.end()
                  : known.covered() == stamp.size());
      if (known != null && (enough || known.unfit())) {
        return known;
      }
      return read(part, below, known, stamp, base);
    }
  }

  /** What a file's rows are made on: another base, and they mean nothing. */
  private static String base(HistoryParts below) {
    if (below.parts().isEmpty()) {
      return "";
    }
    Part newest = below.newest();
    return newest.rows().key() + ' ' + newest.rows().identity() + ' ' + newest.file().end();
  }

  private static boolean tells(CoveredFile known, Path contents, FileStamp stamp, String base)
      throws IOException {
    return known.base().equals(base)
        && known.identity().equals(stamp.identity())
        && known.covered() <= stamp.size()
        && Projection.tailHash(contents, known.covered()).equals(known.tailHash())
        && !(known.midLine() && Projection.goesOn(contents, known.covered()));
  }

  private CoveredFile read(
      RolloutChain.Part part,
      HistoryParts below,
      @Nullable CoveredFile known,
      FileStamp stamp,
      String base)
      throws IndexException, IOException {
    CoveredFile from = known == null ? begin(part, below, stamp, base) : known;
    try {
      return readOn(part, below, from);
    } catch (HistoryBuilder.RolledBackException e) {
      if (!below.parts().isEmpty()) {
        return unfit(from);
      }
      return readOn(part, below, begin(part, below, stamp, base));
    } catch (LookupException e) {
      throw e.cause;
    }
  }

  private CoveredFile begin(
      RolloutChain.Part part, HistoryParts below, FileStamp stamp, String base)
      throws IndexException, IOException {
    FoldState state = below.parts().isEmpty() ? FoldState.empty() : stateAt(below);
    String key = part.file().key();
    String hash = Projection.tailHash(part.contents(), 0);
    CoveredFile start =
        new CoveredFile(
            0, key, base, stamp.identity(), 0, false, RolloutRecord.NO_ORDINAL, hash, false, state);
    index.write(c -> HistoryTables.begin(c, start));
    CoveredFile begun = file(key);
    if (begun == null) {
      throw new IndexException("the row of a file vanished", null);
    }
    return begun;
  }

  private CoveredFile unfit(CoveredFile file) throws IndexException {
    CoveredFile unfit =
        new CoveredFile(
            file.id(),
            file.key(),
            file.base(),
            file.identity(),
            file.covered(),
            file.midLine(),
            file.lastOrdinal(),
            file.tailHash(),
            true,
            file.state());
    index.write(c -> HistoryTables.advance(c, file, unfit));
    return unfit;
  }

  private CoveredFile readOn(RolloutChain.Part part, HistoryParts below, CoveredFile from)
      throws IndexException, IOException {
    Path contents = part.contents();
    boolean fromStart = from.covered() == 0 && below.parts().isEmpty();
    Lookups lookups = new Lookups(below, from.covered() == 0 ? null : from);
    HistoryBuilder builder = new HistoryBuilder(from.state(), lookups, fromStart, from.covered());
    CoveredFile done = from;
    long covered = from.covered();
    long ordinal = from.lastOrdinal();
    boolean midLine = from.midLine();
    try (FoldReader reader =
        FoldReader.open(part, covered, Long.MAX_VALUE, FoldMembers::ofRecord)) {
      for (RolloutRecord r = reader.next(); r != null; r = reader.next()) {
        if (builder.pending() >= BATCH_ROWS || covered - done.covered() >= BATCH_BYTES) {
          done = store(contents, done, builder, covered, midLine, ordinal);
        }
        builder.accept(r, reader);
        ordinal = Math.max(ordinal, r.ordinal());
        covered = reader.nextOffset();
        midLine = !reader.terminated();
      }
      if (reader.terminated() && reader.nextOffset() > covered) {
        covered = reader.nextOffset(); // behind lines that are no records
        midLine = false;
      }
    }
    return covered == done.covered()
        ? done
        : store(contents, done, builder, covered, midLine, ordinal);
  }

  private CoveredFile store(
      Path contents,
      CoveredFile from,
      HistoryBuilder builder,
      long covered,
      boolean midLine,
      long ordinal)
      throws IndexException, IOException {
    CoveredFile to =
        new CoveredFile(
            from.id(),
            from.key(),
            from.base(),
            from.identity(),
            covered,
            midLine,
            ordinal,
            Projection.tailHash(contents, covered),
            false,
            builder.state());
    HistoryRows.Batch batch = builder.take();
    index.write(c -> {
      if (!HistoryTables.advance(c, from, to)) {
        throw new IndexException("another process reads the file at the same time", null);
      }
      HistoryTables.add(c, from.id(), batch);
    });
    return to;
  }

  /** Where the folds stand at the end of the last part. */
  FoldState stateAt(HistoryParts history) throws IndexException, IOException {
    Part part = history.newest();
    CoveredFile rows = part.rows();
    if (part.end() == rows.covered()) {
      return rows.state();
    }
    Snapshot snapshot =
        index
            .call(c -> Optional.ofNullable(HistoryTables.snapshot(c, rows.id(), part.end(), false)))
            .orElse(null);
    HistoryParts below = new HistoryParts(history.parts().subList(0, history.parts().size() - 1));
    boolean fromStart = snapshot == null && below.parts().isEmpty();
    FoldState state;
    if (snapshot != null) {
      state = FoldState.parse(snapshot.state());
    } else {
      state = below.parts().isEmpty() ? FoldState.empty() : stateAt(below);
    }
    long from = snapshot == null ? 0 : snapshot.at();
    Lookups lookups = new Lookups(below, snapshot == null ? null : cut(rows, snapshot.at()));
    HistoryBuilder builder = new HistoryBuilder(state, lookups, fromStart, from);
    try (FoldReader reader =
        FoldReader.open(part.file(), from, part.end(), FoldMembers::ofRecord)) {
      for (RolloutRecord r = reader.next(); r != null; r = reader.next()) {
        builder.accept(r, reader);
      }
      return builder.state();
    } catch (HistoryBuilder.RolledBackException e) {
      throw new IndexException("a rollback without a place to go on from", e);
    } catch (LookupException e) {
      throw e.cause;
    }
  }

  /** A lookup that failed within a fold. */
  private static final class LookupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final IndexException cause;

    LookupException(IndexException cause) {
      super(cause);
      this.cause = cause;
    }
  }

  private @Nullable CoveredFile file(String key) throws IndexException {
    return index.call(c -> Optional.ofNullable(HistoryTables.file(c, key))).orElse(null);
  }

  /** A lookup of one turn; it may find none. */
  @FunctionalInterface
  private interface TurnLookup {
    @Nullable TurnRow run(Connection connection) throws SQLException;
  }

  private @Nullable TurnRow lookUp(TurnLookup lookup) {
    return look(c -> Optional.ofNullable(lookup.run(c))).orElse(null);
  }

  private <T> T look(IndexFile.Work<T> work) {
    try {
      return index.call(work);
    } catch (IndexException e) {
      throw new LookupException(e);
    }
  }

  /** The same rows, as of an earlier place. */
  private static CoveredFile cut(CoveredFile rows, long at) {
    return new CoveredFile(
        rows.id(),
        rows.key(),
        rows.base(),
        rows.identity(),
        at,
        false,
        rows.lastOrdinal(),
        "",
        rows.unfit(),
        rows.state());
  }

  /** What the rows know of turns that a builder has not seen. */
  private final class Lookups implements HistoryBuilder.Earlier {
    private final HistoryParts below;
    private final @Nullable CoveredFile file;

    Lookups(HistoryParts below, @Nullable CoveredFile file) {
      this.below = below;
      this.file = file;
    }

    @Override
    public @Nullable TurnRow inFile(String turnId) {
      CoveredFile rows = file;
      return rows == null
          ? null
          : lookUp(c -> HistoryTables.turn(c, rows.id(), rows.covered(), turnId));
    }

    @Override
    public @Nullable TurnRow below(String turnId) {
      return below.parts().isEmpty() ? null : lookUp(c -> below.turn(c, turnId));
    }

    @Override
    public boolean hasItems(String turnId) {
      CoveredFile rows = file;
      return look(c -> {
        if (rows != null) {
          TurnRow turn = HistoryTables.turn(c, rows.id(), rows.covered(), turnId);
          if (turn != null && hasItems(c, rows.id(), rows.covered(), turn)) {
            return true;
          }
        }
        for (Part part : below.parts()) {
          TurnRow turn = HistoryTables.turn(c, part.id(), part.end(), turnId);
          if (turn != null && hasItems(c, part.id(), part.end(), turn)) {
            return true;
          }
        }
        return false;
      });
    }

    private boolean hasItems(Connection c, long id, long before, TurnRow turn) throws SQLException {
      return HistoryTables.eventsOf(c, id, before, turn.at()).stream()
          .anyMatch(event -> event.kind() == HistoryRows.Kind.ITEM);
    }

    @Override
    public List<Event> places(TurnRow turn, String itemId) {
      CoveredFile rows = file;
      return rows == null
          ? List.of()
          : look(c -> HistoryTables.eventsOfItem(c, rows.id(), rows.covered(), turn.at(), itemId));
    }

    @Override
    public List<Event> placesBelow(String turnId, String itemId) {
      return look(c -> {
        List<Event> events = new ArrayList<>();
        for (Part part : below.parts()) {
          TurnRow turn = HistoryTables.turn(c, part.id(), part.end(), turnId);
          if (turn != null) {
            events.addAll(HistoryTables.eventsOfItem(c, part.id(), part.end(), turn.at(), itemId));
          }
        }
        return events;
      });
    }
  }
}
