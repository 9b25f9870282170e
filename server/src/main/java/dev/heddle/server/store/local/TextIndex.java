package dev.heddle.server.store.local;

import com.google.gson.Gson;
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
import org.jspecify.annotations.Nullable;

/**
 * What was said in each thread, in a file of its own: the messages, an index of their trigrams, and
 * how much of each journal that is.
 *
 * <p>Trigrams are of the folded text, and compared as they are: the index finds what {@link
 * VisibleMessages#contains} finds, and folds nothing by rules of its own. Terms shorter than a
 * trigram are looked for in the messages themselves.
 *
 * <p><b>Thread-safety:</b> thread-safe; one catches up at a time.
 */
final class TextIndex {
  private static final int TRIGRAM = 3;
  private static final int BATCH_THREADS = 100;
  private static final long NONE = -1;
  private static final Gson GSON = new Gson();
  private static final String COVERED =
      "select id, path, identity, size, modified_ns, bytes, tail_hash from covered";

  private final IndexFile file;
  private final Projection projection;
  private final Map<String, Covered> covered = new HashMap<>(); // guarded by this, as is:
  private long generation = NONE;

  /** How much of a thread's journal is in. */
  private record Covered(Path path, FileStamp stamp, long bytes, String tailHash) {}

  /**
   * What has to be put in.
   *
   * @param known what was in when it was read
   */
  private record Addition(
      ListRow row, @Nullable Covered known, boolean anew, List<String> texts, Covered covered) {}

  /** Another process has put in something of a thread meanwhile. */
  private static final class Overtaken extends IndexException {
    private static final long serialVersionUID = 1;

    Overtaken() {
      super("another process is at the index of texts", null);
    }
  }

  TextIndex(IndexFile file, Projection projection) {
    this.file = file;
    this.projection = projection;
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
    List<Addition> additions = new ArrayList<>();
    for (ListRow row : rows) {
      Covered known = covered.get(row.id());
      if (known != null && known.path().equals(row.path()) && known.stamp().equals(row.stamp())) {
        continue;
      }
      Addition addition = addition(row, known);
      if (addition != null) {
        additions.add(addition);
      }
      if (additions.size() == BATCH_THREADS) {
        add(additions);
        additions.clear();
      }
    }
    add(additions);
  }

  private void load() throws IndexException {
    if (generation == file.generation() && generation != NONE) {
      return;
    }
    Map<String, Covered> found = new HashMap<>();
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
    covered.clear();
    covered.putAll(found);
    generation = opened;
  }

  private static Covered covered(ResultSet r) throws SQLException {
    return new Covered(
        Path.of(r.getString(2)),
        new FileStamp(r.getString(3), r.getLong(4), r.getLong(5)),
        r.getLong(6),
        r.getString(7));
  }

  private static @Nullable Covered covered(Connection c, String id) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(COVERED + " where id = ?")) {
      s.setString(1, id);
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? covered(r) : null;
      }
    }
  }

  private @Nullable Addition addition(ListRow row, @Nullable Covered known) {
    RolloutFile journal = RolloutFile.parse(row.path(), row.archived());
    if (journal == null) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    try {
      boolean grown = known != null && grown(row, known, journal);
      long from = known != null && grown ? known.bytes() : 0;
      long bytes = projection.messages(journal, from, texts::add);
      String hash = journal.compressed() ? "" : Projection.tailHash(journal.path(), bytes);
      Covered now = new Covered(row.path(), row.stamp(), bytes, hash);
      return new Addition(row, known, !grown, texts, now);
    } catch (IOException | UncheckedIOException e) {
      return null; // moved, or not to be read just now; the next search looks again
    } catch (ThreadStoreException e) {
      return null; // it cannot be understood, and is not listed either
    }
  }

  /** Whether the file only grew, or only moved. */
  private static boolean grown(ListRow row, Covered known, RolloutFile journal) throws IOException {
    RolloutFile before = RolloutFile.parse(known.path(), false);
    return before != null
        && before.key().equals(journal.key())
        && !journal.compressed()
        && row.stamp().sameFile(known.stamp())
        && row.stamp().size() >= known.bytes()
        && Projection.tailHash(journal.path(), known.bytes()).equals(known.tailHash());
  }

  private void add(List<Addition> additions) throws IndexException {
    if (additions.isEmpty()) {
      return;
    }
    file.write(c -> {
      if (file.generation() != generation) {
        throw new IndexException("the index of texts was made anew", null);
      }
      for (Addition addition : additions) {
        String id = addition.row().id();
        if (!Objects.equals(covered(c, id), addition.known())) {
          throw new Overtaken();
        }
        if (addition.anew()) {
          remove(c, id);
        }
        insert(c, addition);
      }
    });
    additions.forEach(addition -> covered.put(addition.row().id(), addition.covered()));
  }

  private static void remove(Connection c, String id) throws SQLException {
    try (PreparedStatement said = c.prepareStatement("select k, text from said where id = ?");
        PreparedStatement gone =
            c.prepareStatement(
                "insert into trigrams (trigrams, rowid, text) values ('delete', ?, ?)");
        PreparedStatement forget = c.prepareStatement("delete from said where id = ?")) {
      said.setString(1, id);
      try (ResultSet r = said.executeQuery()) {
        while (r.next()) {
          gone.setLong(1, r.getLong(1));
          gone.setString(2, VisibleMessages.fold(r.getString(2)));
          gone.executeUpdate();
        }
      }
      forget.setString(1, id);
      forget.executeUpdate();
    }
  }

  private static void insert(Connection c, Addition addition) throws SQLException {
    try (PreparedStatement said = c.prepareStatement("insert into said (id, text) values (?, ?)");
        PreparedStatement index =
            c.prepareStatement(
                "insert into trigrams (rowid, text) values (last_insert_rowid(), ?)");
        PreparedStatement mark =
            c.prepareStatement("insert or replace into covered values (?, ?, ?, ?, ?, ?, ?)")) {
      for (String text : addition.texts()) {
        said.setString(1, addition.row().id());
        said.setString(2, text);
        said.executeUpdate();
        index.setString(1, VisibleMessages.fold(text));
        index.executeUpdate();
      }
      Covered now = addition.covered();
      mark.setString(1, addition.row().id());
      mark.setString(2, now.path().toString());
      mark.setString(3, now.stamp().identity());
      mark.setLong(4, now.stamp().size());
      mark.setLong(5, now.stamp().modifiedNs());
      mark.setLong(6, now.bytes());
      mark.setString(7, now.tailHash());
      mark.executeUpdate();
    }
  }

  /** Removes what was said in a thread, if anything was ever searched. */
  void forget(String threadId) throws IndexException {
    if (!file.exists()) {
      return;
    }
    file.write(c -> {
      try (Statement erase = c.createStatement();
          PreparedStatement mark = c.prepareStatement("delete from covered where id = ?")) {
        erase.execute("pragma secure_delete = on"); // else the bytes stay in the file
        remove(c, threadId);
        mark.setString(1, threadId);
        mark.executeUpdate();
      }
    });
  }

  /** The threads in which a message contains the term, as far as the index has been caught up. */
  Set<String> threadsWith(String term) throws IndexException {
    String folded = VisibleMessages.fold(term);
    if (folded.codePointCount(0, folded.length()) < TRIGRAM) {
      return file.read(c -> scan(c, folded));
    }
    return file.read(c -> {
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
    });
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
        s.setString(1, GSON.toJson(threadIds));
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
