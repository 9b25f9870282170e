package dev.heddle.server.store.local;

import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.VisibleMessages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What was said in each thread, in a file of its own: the messages, an index of their trigrams, and
 * how much of each journal that is.
 *
 * <p>Trigrams are of the folded text, and compared as they are: the index finds what {@link
 * VisibleMessages#contains} finds, and folds nothing by rules of its own. Terms shorter than a
 * trigram are looked for in the messages themselves.
 *
 * <p>What a thread said comes in piece by piece, each with one transaction and with the mark of how
 * far that is, and goes so, too. A piece is all that is in memory, and what is broken off goes on
 * there.
 *
 * <p><b>Thread-safety:</b> thread-safe; one catches up at a time.
 */
final class TextIndex {
  /** What makes the tables, oldest first. */
  static final List<String> MIGRATIONS = List.of("search-001.sql", "search-002.sql");

  private static final int TRIGRAM = 3;

  /** So much text is one transaction: a second of work, of the ten that it is waited for. */
  private static final int PIECE_CHARS = 1 << 20;

  private static final int PIECE_THREADS = 100;
  private static final long NONE = -1;
  private static final String COVERED =
      "select id, path, identity, size, modified_ns, bytes, inherited, tail_hash from covered";

  private final IndexFile file;
  private final Projection projection;
  private final int pieceChars;

  /** What is known to be in; changed by who catches up. */
  private volatile Map<String, Covered> covered = new ConcurrentHashMap<>();

  private volatile long generation = NONE;

  /**
   * How much of what was said in a thread is in.
   *
   * @param stamp of the journal that is in as a whole; of no size while it is not
   * @param bytes how much of the journal is in; -1 while what is in has to go
   * @param inherited how many messages of what the journal inherits are in, before its own
   */
  private record Covered(Path path, FileStamp stamp, long bytes, long inherited, String tailHash) {
    static final long NO_SIZE = -1;
    static final long GOING = -1;

    boolean whole() {
      return stamp.size() != NO_SIZE;
    }

    boolean tells(ListRow row) {
      return path.equals(row.path()) && stamp.equals(row.stamp());
    }

    Covered going() {
      return new Covered(path, stamp.atSize(NO_SIZE), GOING, 0, "");
    }
  }

  /**
   * What is put in at once of one thread.
   *
   * @param known what is in before
   * @param now what is in then
   */
  private record Piece(String id, @Nullable Covered known, List<String> texts, Covered now) {}

  /** Another process has put in something of a thread meanwhile. */
  private static final class Overtaken extends IndexException {
    private static final long serialVersionUID = 1;

    Overtaken() {
      super("another process is at the index of texts", null);
    }
  }

  /** The index failed while a journal was being read. */
  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final IndexException cause;

    StoppedException(IndexException cause) {
      super(cause);
      this.cause = cause;
    }
  }

  TextIndex(IndexFile file, Projection projection) {
    this(file, projection, PIECE_CHARS);
  }

  /**
   * The same.
   *
   * @param pieceChars how much text is put in or taken out with one transaction, or one text that
   *     is longer
   */
  TextIndex(IndexFile file, Projection projection, int pieceChars) {
    this.file = file;
    this.projection = projection;
    this.pieceChars = pieceChars;
  }

  /** Brings in what the journals of these threads have beyond what is in. */
  synchronized void catchUp(Collection<ListRow> rows) throws IndexException, IOException {
    for (int tries = 1; ; tries++) {
      load();
      try {
        addMissing(rows);
        return;
      } catch (Overtaken e) {
        if (tries == Moves.MAX) {
          throw e;
        }
        generation = NONE; // load again
      }
    }
  }

  private void addMissing(Collection<ListRow> rows) throws IndexException, IOException {
    Batch batch = new Batch();
    for (ListRow row : rows) {
      Covered known = covered.get(row.id());
      if (known == null || !known.tells(row)) {
        addMissing(row, known, batch);
      }
    }
    batch.write();
  }

  private void addMissing(ListRow row, @Nullable Covered known, Batch batch)
      throws IndexException, IOException {
    RolloutFile journal = RolloutFile.parse(row.path(), row.archived());
    if (journal == null) {
      return;
    }
    try {
      boolean goesOn = known != null && goesOn(row, known, journal);
      Reading reading =
          new Reading(
              row, journal, known == null || goesOn ? known : clear(row.id(), known), batch);
      reading.end(projection.messages(journal, reading.bytes, reading));
    } catch (StoppedException e) {
      throw e.cause;
    } catch (IOException | UncheckedIOException e) {
      return; // moved, or not to be read just now; the next search looks again
    } catch (ThreadStoreException e) {
      return; // it cannot be understood, and is not listed either
    }
  }

  /** Reads a journal on from what is in. */
  private final class Reading implements ObjLongConsumer<String> {
    private final ListRow row;
    private final RolloutFile journal;
    private final Batch batch;
    private @Nullable Covered known;
    private long bytes;
    private long inherited;
    private long toSkip;
    private List<String> texts = new ArrayList<>();
    private long chars;

    Reading(ListRow row, RolloutFile journal, @Nullable Covered known, Batch batch) {
      this.row = row;
      this.journal = journal;
      this.batch = batch;
      this.known = known;
      if (known != null && known.bytes() != Covered.GOING) {
        bytes = known.bytes();
        inherited = known.inherited();
        toSkip = inherited;
      }
    }

    /** The next message, and where in the journal the next but this one is; 0 when inherited. */
    @Override
    public void accept(String text, long next) {
      if (next == 0 && toSkip > 0) {
        toSkip--;
        return;
      }
      inherited += next == 0 ? 1 : 0;
      bytes = next;
      texts.add(text);
      chars += text.length();
      if (chars >= pieceChars) {
        try {
          put(row.stamp().atSize(Covered.NO_SIZE));
        } catch (IndexException e) {
          throw new StoppedException(e);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    /** Nothing more is in the journal, which ends here. */
    void end(long covered) throws IndexException, IOException {
      bytes = covered;
      put(row.stamp());
    }

    private void put(FileStamp stamp) throws IndexException, IOException {
      String hash = journal.compressed() ? "" : Projection.tailHash(journal.path(), bytes);
      Covered now = new Covered(row.path(), stamp, bytes, inherited, hash);
      batch.add(new Piece(row.id(), known, texts, now), chars);
      known = now;
      texts = new ArrayList<>();
      chars = 0;
    }
  }

  /** Pieces that are put in with the next transaction. */
  private final class Batch {
    private final List<Piece> pieces = new ArrayList<>();
    private long chars;

    void add(Piece piece, long pieceLength) throws IndexException {
      pieces.add(piece);
      chars += pieceLength;
      if (chars >= pieceChars || pieces.size() == PIECE_THREADS) {
        write();
      }
    }

    void write() throws IndexException {
      if (pieces.isEmpty()) {
        return;
      }
      file.write(c -> {
        for (Piece piece : pieces) {
          require(c, piece.id(), piece.known());
          insert(c, piece);
          mark(c, piece.id(), piece.now());
        }
      });
      pieces.forEach(piece -> covered.put(piece.id(), piece.now()));
      pieces.clear();
      chars = 0;
    }
  }

  private void load() throws IndexException {
    if (generation == file.generation() && generation != NONE) {
      return;
    }
    Map<String, Covered> found = new ConcurrentHashMap<>();
    long opened =
        file.call(c -> {
          try (Statement s = c.createStatement();
              ResultSet r = s.executeQuery(COVERED)) {
            while (r.next()) {
              found.put(r.getString(1), covered(r));
            }
          }
          return file.generation();
        });
    covered = found;
    generation = opened;
  }

  private static Covered covered(ResultSet r) throws SQLException {
    return new Covered(
        Path.of(r.getString(2)),
        new FileStamp(r.getString(3), r.getLong(4), r.getLong(5)),
        r.getLong(6),
        r.getLong(7),
        r.getString(8));
  }

  private static @Nullable Covered covered(Connection c, String id) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(COVERED + " where id = ?")) {
      s.setString(1, id);
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? covered(r) : null;
      }
    }
  }

  /** Whether what is in is the beginning of what the journal tells: it only grew, or moved. */
  private static boolean goesOn(ListRow row, Covered known, RolloutFile journal)
      throws IOException {
    RolloutFile before = RolloutFile.parse(known.path(), false);
    if (before == null
        || !before.key().equals(journal.key())
        || !row.stamp().sameFile(known.stamp())
        || known.bytes() == Covered.GOING) {
      return false;
    }
    if (journal.compressed()) {
      return !known.whole() && row.stamp().modifiedNs() == known.stamp().modifiedNs();
    }
    return row.stamp().size() >= known.bytes()
        && Projection.tailHash(journal.path(), known.bytes()).equals(known.tailHash());
  }

  /** Takes out what is in of a thread; answers what is in then. */
  private Covered clear(String id, Covered known) throws IndexException {
    Covered going = known.going();
    boolean[] more = {true};
    for (Covered before = known; more[0]; before = going) {
      Covered now = before;
      file.write(c -> {
        require(c, id, now);
        mark(c, id, going);
        more[0] = removeSome(c, id);
      });
      covered.put(id, going);
    }
    return going;
  }

  /** That the index is what was loaded, and has so much of the thread. */
  private void require(Connection c, String id, @Nullable Covered known)
      throws SQLException, IndexException {
    if (file.generation() != generation) {
      throw new IndexException("the index of texts was made anew", null);
    }
    if (!Objects.equals(covered(c, id), known)) {
      throw new Overtaken();
    }
  }

  /** Removes a piece of what was said in a thread; whether there may be more. */
  private boolean removeSome(Connection c, String id) throws SQLException {
    List<Long> removed = new ArrayList<>();
    long chars = 0;
    try (PreparedStatement said =
            c.prepareStatement("select k, text from said where id = ? order by k");
        PreparedStatement gone =
            c.prepareStatement(
                "insert into trigrams (trigrams, rowid, text) values ('delete', ?, ?)")) {
      said.setString(1, id);
      try (ResultSet r = said.executeQuery()) {
        while (chars < pieceChars && r.next()) {
          String text = r.getString(2);
          removed.add(r.getLong(1));
          chars += text.length();
          gone.setLong(1, r.getLong(1));
          gone.setString(2, VisibleMessages.fold(text));
          gone.executeUpdate();
        }
      }
    }
    try (PreparedStatement forget = c.prepareStatement("delete from said where k = ?")) {
      for (long k : removed) {
        forget.setLong(1, k);
        forget.executeUpdate();
      }
    }
    return chars >= pieceChars;
  }

  private static void insert(Connection c, Piece piece) throws SQLException {
    try (PreparedStatement said = c.prepareStatement("insert into said (id, text) values (?, ?)");
        PreparedStatement index =
            c.prepareStatement(
                "insert into trigrams (rowid, text) values (last_insert_rowid(), ?)")) {
      for (String text : piece.texts()) {
        said.setString(1, piece.id());
        said.setString(2, text);
        said.executeUpdate();
        index.setString(1, VisibleMessages.fold(text));
        index.executeUpdate();
      }
    }
  }

  private static void mark(Connection c, String id, Covered now) throws SQLException {
    String sql =
        """
        insert or replace into covered
          (id, path, identity, size, modified_ns, bytes, inherited, tail_hash)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """;
    try (PreparedStatement mark = c.prepareStatement(sql)) {
      mark.setString(1, id);
      mark.setString(2, now.path().toString());
      mark.setString(3, now.stamp().identity());
      mark.setLong(4, now.stamp().size());
      mark.setLong(5, now.stamp().modifiedNs());
      mark.setLong(6, now.bytes());
      mark.setLong(7, now.inherited());
      mark.setString(8, now.tailHash());
      mark.executeUpdate();
    }
  }

  /** Removes what was said in a thread, if anything was ever searched. */
  void forget(String threadId) throws IndexException {
    if (!file.exists()) {
      return;
    }
    boolean[] more = {true};
    while (more[0]) {
      file.erase(c -> {
        Covered known = covered(c, threadId);
        more[0] = known != null && removeSome(c, threadId);
        if (known != null && more[0]) {
          mark(c, threadId, known.going());
        } else {
          try (PreparedStatement mark = c.prepareStatement("delete from covered where id = ?")) {
            mark.setString(1, threadId);
            mark.executeUpdate();
          }
        }
      });
    }
  }

  /**
   * The threads in which a message contains the term, as far as the index has been caught up.
   *
   * @throws IndexException also when another process is just reading a thread anew that was in
   */
  Set<String> threadsWith(String term) throws IndexException {
    String folded = VisibleMessages.fold(term);
    boolean indexed = folded.codePointCount(0, folded.length()) >= TRIGRAM;
    Set<String> partly = new HashSet<>();
    Set<String> found =
        file.read(c -> {
          try (Statement s = c.createStatement()) {
            s.execute("begin"); // both are of one moment
            try {
              try (ResultSet r = s.executeQuery("select id from covered where size < 0")) {
                while (r.next()) {
                  partly.add(r.getString(1));
                }
              }
              return indexed ? match(c, folded) : scan(c, folded);
            } finally {
              s.execute("rollback");
            }
          }
        });
    for (String id : partly) {
      Covered known = covered.get(id);
      if (known != null && known.whole()) {
        generation = NONE; // load again
        throw new Overtaken();
      }
    }
    return found;
  }

  private static Set<String> match(Connection c, String folded) throws SQLException {
    String sql =
        """
        select distinct id from said
        where k in (select rowid from trigrams where trigrams match ?)
        """;
    Set<String> found = new HashSet<>();
    try (PreparedStatement s = c.prepareStatement(sql)) {
      s.setString(1, '"' + folded.replace("\"", "\"\"") + '"');
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(r.getString(1));
        }
      }
    }
    return found;
  }

  private static Set<String> scan(Connection c, String folded) throws SQLException {
    Set<String> found = new HashSet<>();
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery("select id, text from said")) {
      while (r.next()) {
        if (VisibleMessages.fold(r.getString(2)).contains(folded)) {
          found.add(r.getString(1));
        }
      }
    }
    return found;
  }

  /** The oldest message of each of the threads that contains the term. */
  Map<String, String> firstWith(String term, Collection<String> threadIds) throws IndexException {
    return file.read(c -> {
      Map<String, String> found = new HashMap<>();
      String sql =
          "select id, text from said where id in (select value from json_each(?)) order by k";
      try (PreparedStatement s = c.prepareStatement(sql)) {
        s.setString(1, JsonStrings.write(threadIds));
        try (ResultSet r = s.executeQuery()) {
          while (r.next()) {
            String id = r.getString(1);
            if (!found.containsKey(id) && VisibleMessages.contains(r.getString(2), term)) {
              found.put(id, r.getString(2));
            }
          }
        }
      }
      return found;
    });
  }
}
