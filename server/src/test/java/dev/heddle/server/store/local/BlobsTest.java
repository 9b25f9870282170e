package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.store.ForkPoint;
import dev.heddle.server.store.HistoryPages;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.ReferenceForks;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.journal.Backlog;
import dev.heddle.server.store.local.JournalCheck.Finding;
import dev.heddle.server.store.local.JournalCheck.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Large strings that are kept apart from their lines: where they are, what is told when not. */
@Timeout(60)
class BlobsTest {
  private static final String A = Journal.threadId(0);
  private static final String B = Journal.threadId(1);
  private static final String IMAGE = "data:image/png;base64," + "iVBORw0K\"\u00e4".repeat(3_000);

  @TempDir Path directory;

  private int homes;

  private Path home() {
    return directory.resolve("home" + homes);
  }

  private LocalThreadStore open(Blobs blobs) {
    return open(blobs, new DiskLogIo());
  }

  private LocalThreadStore open(Blobs blobs, LogIo io) {
    return new LocalThreadStore(
        new CodexHome(home(), ZoneOffset.UTC),
        Durability.DEFAULT,
        Backlog.DEFAULT,
        blobs == Blobs.ON ? BlobWriter.LARGE_CHARS : Integer.MAX_VALUE,
        io,
        Clock.systemUTC());
  }

  /** A thread with an image in each turn. */
  private static void write(LocalThreadStore store, String id, HistoryMode mode, int turns) {
    try (LiveLog log = store.create(Journal.newThread(id, mode))) {
      for (int i = 0; i < turns; i++) {
        List<RolloutRecord> records = new ArrayList<>(Journal.turn(id, "t" + i, "look " + i));
        records.add(3, image(IMAGE));
        log.append(records);
      }
    }
  }

  private static RolloutRecord image(String url) {
    JsonObject part = new JsonObject();
    part.addProperty("type", "input_image");
    part.addProperty("image_url", url);
    part.addProperty("detail", "high");
    JsonArray content = new JsonArray();
    content.add(part);
    JsonObject item = new JsonObject();
    item.addProperty("type", "message");
    item.addProperty("role", "user");
    item.add("content", content);
    return RolloutRecord.of(Journal.START, RecordTypes.RESPONSE_ITEM, item);
  }

  private static RolloutRecord said(String... texts) {
    JsonObject payload = new JsonObject();
    payload.addProperty("type", "note");
    for (int i = 0; i < texts.length; i++) {
      payload.addProperty("text" + i, texts[i]);
    }
    return RolloutRecord.of(Journal.START, RecordTypes.EVENT_MSG, payload);
  }

  private List<Path> blobs() throws IOException {
    Path area = home().resolve("heddle/blobs");
    if (!Files.isDirectory(area)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(area)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private Path journal(String id) {
    try (LocalThreadStore store = open(Blobs.OFF)) {
      return Path.of(store.read(id, true).rolloutPath());
    }
  }

  private List<RolloutRecord> replay(String id) {
    try (LocalThreadStore store = open(Blobs.OFF)) {
      return Journal.replay(store, id);
    }
  }

  private List<JsonObject> payloads(String id) {
    return replay(id).stream().skip(1).map(RolloutRecord::payload).toList();
  }

  private List<Finding> check(boolean repair) throws IOException {
    List<Finding> findings = new ArrayList<>();
    new JournalCheck(home()).run(repair, verdict -> findings.addAll(verdict.findings()));
    return findings;
  }

  private UnusedBlobs sweep(boolean repair) throws IOException {
    return new JournalCheck(home()).run(repair, verdict -> {});
  }

  private static void age(Path blob) throws IOException {
    Files.setLastModifiedTime(
        blob, FileTime.from(Instant.now().minus(BlobSweep.KEPT_FOR.plus(Duration.ofHours(1)))));
  }

  @Test
  void aLargeStringIsKeptOnceHoweverManyLinesHaveIt() throws IOException {
    try (LocalThreadStore store = open(Blobs.ON)) {
      write(store, A, HistoryMode.PAGINATED, 5);
      write(store, B, HistoryMode.LEGACY, 5);
    }
    assertThat(blobs()).singleElement().satisfies(blob -> assertThat(blob).hasContent(IMAGE));
    assertThat(Files.size(journal(A))).isLessThan(IMAGE.length());
    assertThat(Files.readString(journal(B))).doesNotContain("base64");
  }

  @Test
  void withBlobsOffNothingIsKeptApart() throws IOException {
    try (LocalThreadStore store = open(Blobs.OFF)) {
      write(store, A, HistoryMode.PAGINATED, 1);
    }
    assertThat(home().resolve("heddle/blobs")).doesNotExist();
    assertThat(home().resolve("heddle/blobs.lock")).doesNotExist();
    assertThat(Files.readString(journal(A))).doesNotContain("heddle_blobs");
  }

  @Test
  void whatWasWrittenWithBlobsIsReadWithoutThem() {
    try (LocalThreadStore store = open(Blobs.OFF)) {
      write(store, A, HistoryMode.PAGINATED, 2);
    }
    List<JsonObject> without = payloads(A);
    try (LocalThreadStore store = open(Blobs.ON)) {
      store.delete(A);
      write(store, A, HistoryMode.PAGINATED, 2);
    }
    assertThat(payloads(A)).isEqualTo(without).asString().contains("iVBORw0K");
  }

  @Test
  void aJournalOfAnotherHomeIsReadWithItsOwnBlobs() throws IOException {
    try (LocalThreadStore store = open(Blobs.ON)) {
      write(store, A, HistoryMode.PAGINATED, 1);
    }
    Path archived = home().resolve("archived_sessions").resolve(journal(A).getFileName());
    Files.createDirectories(archived.getParent());
    Files.copy(journal(A), archived);
    for (Path file : List.of(journal(A), archived)) {
      try (RolloutReader reader = RolloutReader.open(file)) {
        List<String> payloads = new ArrayList<>();
        for (RolloutRecord r = reader.next(); r != null; r = reader.next()) {
          payloads.add(r.payload().toString());
        }
        assertThat(payloads).anySatisfy(payload -> assertThat(payload).contains("iVBORw0K"));
      }
    }
  }

  @Test
  void everyReaderPutsTheStringsBackIntoOddLinesToo() throws IOException {
    try (LocalThreadStore store = open(Blobs.ON);
        LiveLog log = store.create(Journal.newThread(A, HistoryMode.PAGINATED))) {
      log.append(List.of(question()));
    }
    Path journal = journal(A);
    String lines = Files.readString(journal);
    String last = lines.substring(lines.lastIndexOf('\n', lines.length() - 2) + 1);
    String bom = "\ufeff" + last;
    String reversed = last.replaceFirst("(\"heddle_blobs\":[0-9]+),(.*)}", "$2,$1}");
    Files.writeString(journal, bom + reversed, StandardOpenOption.APPEND);
    try (RolloutReader whole = RolloutReader.open(journal);
        FoldReader folded = FoldReader.open(journal, 0, Long.MAX_VALUE)) {
      assertThat(whole.next()).isNotNull();
      assertThat(folded.next()).isNotNull();
      long bytes = 0;
      for (int i = 0; i < 3; i++) {
        RolloutRecord record = whole.next();
        assertThat(Json.string(record.payload(), "message")).isEqualTo(IMAGE);
        assertThat(folded.next()).isEqualTo(record);
        assertThat(folded.wholeBytes()).isEqualTo(whole.wholeBytes()).isGreaterThan(IMAGE.length());
        assertThat(folded.offset()).isEqualTo(whole.offset());
        bytes = i == 0 ? whole.wholeBytes() : bytes;
        assertThat(whole.wholeBytes()).isEqualTo(bytes);
      }
      assertThat(bytes)
          .as("as without blobs")
          .isEqualTo(RolloutCodec.encode(question().at(1)).length);
    }
  }

  private static RolloutRecord question() {
    JsonObject question = new JsonObject();
    question.addProperty("type", "user_message");
    question.addProperty("message", IMAGE);
    return RolloutRecord.of(Journal.START, RecordTypes.EVENT_MSG, question);
  }

  @Test
  void aThreadIsHiddenOnlyWhileOneOfItsBlobsCannotBeRead() throws IOException {
    try (LocalThreadStore store = open(Blobs.ON)) {
      try (LiveLog log = store.create(Journal.newThread(A, HistoryMode.PAGINATED))) {
        log.append(List.of(question()));
      }
      ReferenceForks forks = store.referenceForks().orElseThrow();
      try (LiveLog log =
          forks.fork(Journal.newThread(B, HistoryMode.PAGINATED), A, new ForkPoint.Latest())) {
        log.append(Journal.turn(B, "u", "more"));
      }
    }
    Files.delete(home().resolve("heddle/index.sqlite"));
    Path blob = blobs().getFirst();
    Path aside = directory.resolve("aside");
    Files.move(blob, aside);
    Files.createDirectory(blob); // what is no file cannot be read
    try (LocalThreadStore store = open(Blobs.OFF)) {
      assertThat(store.list(Journal.all()).threads()).isEmpty();
      assertThat(store.health().gauges()).containsEntry("files.unreadable", 2L);
      assertThatExceptionOfType(ThreadStoreException.class).isThrownBy(() -> store.read(B, false));
      Files.delete(blob);
      Files.move(aside, blob);
      assertThat(store.list(Journal.all()).threads())
          .extracting(StoredThread::id)
          .containsExactlyInAnyOrder(A, B);
      assertThat(store.read(B, false).preview()).startsWith("data:image");
      assertThat(store.health().degraded()).isFalse();
    }
  }

  @Test
  void aTextThatLooksLikeABlobIsAText() throws IOException {
    String name = BlobName.of(IMAGE.getBytes(StandardCharsets.UTF_8)).text();
    List<RolloutRecord> records =
        List.of(said(IMAGE), said(name), said(name, IMAGE), said("heddle-blob:", IMAGE));
    try (LocalThreadStore store = open(Blobs.ON);
        LiveLog log = store.create(Journal.newThread(A, HistoryMode.PAGINATED))) {
      log.append(records);
    }
    assertThat(payloads(A)).isEqualTo(records.stream().map(RolloutRecord::payload).toList());
    assertThat(check(false)).isEmpty();
    Files.delete(blobs().getFirst());
    assertThat(payloads(A).subList(1, 4))
        .as("those that have it in their lines")
        .isEqualTo(records.subList(1, 4).stream().map(RolloutRecord::payload).toList());
  }

  @Test
  void aStringThatUtf8CannotHoldStaysInItsLine() throws IOException {
    RolloutRecord odd = said("\ud83d" + IMAGE, "\ud83d\ude00" + IMAGE);
    try (LocalThreadStore store = open(Blobs.ON);
        LiveLog log = store.create(Journal.newThread(A, HistoryMode.PAGINATED))) {
      log.append(List.of(odd));
    }
    assertThat(payloads(A)).containsExactly(odd.payload());
    assertThat(blobs()).hasSize(1);
  }

  @Test
  void boundsOnAnswersAreWhatTheyAreWithoutBlobs() {
    long[] bytes = new long[2];
    List<List<StoredItem>> items = new ArrayList<>();
    for (Blobs blobs : Blobs.values()) {
      try (LocalThreadStore store = open(blobs)) {
        List<RolloutRecord> turn = new ArrayList<>(Journal.turn(A, "t", IMAGE.replace('"', '\'')));
        turn.addAll(Journal.turn(A, "u", "small"));
        try (LiveLog log = store.create(Journal.newThread(A, HistoryMode.PAGINATED))) {
          log.append(turn);
        }
        HistoryPages pages = store.historyPages().orElseThrow();
        bytes[blobs.ordinal()] = pages.bytes(A);
        HistoryPages.Request all = new HistoryPages.Request(null, 10, SortDirection.ASC);
        items.add(pages.items(A, null, all).items());
        store.delete(A);
      }
    }
    assertThat(bytes[1]).isEqualTo(bytes[0]).isGreaterThan(IMAGE.length());
    assertThat(items.getLast()).isEqualTo(items.getFirst()).hasSize(4);
  }

  @Test
  void ofALostBlobANoteStandsInItsPlaceAndNothingElseIsLost() throws IOException {
    try (LocalThreadStore store = open(Blobs.ON)) {
      write(store, A, HistoryMode.PAGINATED, 2);
      store.list(Journal.all());
    }
    for (Problem problem : List.of(Problem.DAMAGED_BLOB, Problem.MISSING_BLOB)) {
      Path blob = blobs().getFirst();
      if (problem == Problem.DAMAGED_BLOB) {
        Files.writeString(blob, "x", StandardOpenOption.WRITE);
      } else {
        Files.delete(blob);
      }
      String word = problem == Problem.DAMAGED_BLOB ? "damaged" : "missing";
      List<JsonObject> payloads = payloads(A);
      assertThat(payloads).hasSize(14);
      JsonObject part = payloads.get(3).getAsJsonArray("content").get(0).getAsJsonObject();
      assertThat(Json.string(part, "type"))
          .as("no model takes such an image")
          .isEqualTo("input_text");
      assertThat(Json.string(part, "text"))
          .startsWith("[heddle: ")
          .contains("bytes are lost", blob.getFileName().toString())
          .endsWith("is " + word + "]");
      assertThat(part.keySet()).containsExactly("type", "text");

      Path journal = journal(A);
      assertThat(check(true))
          .hasSize(2)
          .allSatisfy(finding -> {
            assertThat(finding.problem()).isEqualTo(problem);
            assertThat(finding.file()).isEqualTo(journal);
            assertThat(finding.line()).isPositive();
            assertThat(finding.detail()).contains(blob.getFileName().toString());
            assertThat(finding.copy()).as("nothing to repair").isNull();
          });
      assertThat(payloads(A)).as("after the repair").isEqualTo(payloads);
    }
  }

  @Test
  void aBlobThatCannotBeReadJustNowIsAnErrorAndNotLost() throws IOException {
    try (LocalThreadStore store = open(Blobs.ON)) {
      write(store, A, HistoryMode.PAGINATED, 1);
    }
    Path blob = blobs().getFirst();
    Files.delete(blob);
    Files.createDirectory(blob);
    try (LocalThreadStore store = open(Blobs.OFF)) {
      assertThatExceptionOfType(ThreadStoreException.class)
          .isThrownBy(() -> Journal.replay(store, A))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(ThreadStoreException.Kind.IO));
    }
  }

  @Test
  void theNextLineWithTheSameStringMakesABlobWholeAgain() throws IOException {
    try (LocalThreadStore store = open(Blobs.ON)) {
      write(store, A, HistoryMode.PAGINATED, 1);
      Path blob = blobs().getFirst();
      for (String odd : List.of("", IMAGE.replace('i', 'j'), IMAGE.substring(1))) {
        Files.writeString(blob, odd);
        store.delete(A);
        write(store, A, HistoryMode.PAGINATED, 1);
        assertThat(blob).hasContent(IMAGE);
      }
    }
  }

  @Test
  void noLineNamesABlobThatIsNotThereWhereverAWriterDies() throws IOException {
    boolean died = true;
    int steps = 0;
    for (; died; steps++) {
      FaultyFiles files = new FaultyFiles();
      try (LocalThreadStore store = open(Blobs.ON, files)) {
        files.dieAfter(steps);
        write(store, A, HistoryMode.PAGINATED, 1);
        died = false;
      } catch (ThreadStoreException e) {
        assertThat(e.kind()).isEqualTo(ThreadStoreException.Kind.IO);
      }
      assertThat(check(false)).extracting(Finding::problem).doesNotContain(Problem.MISSING_BLOB);
      try (LocalThreadStore store = open(Blobs.OFF)) {
        if (!store.list(Journal.all()).threads().isEmpty()) {
          assertThat(Journal.replay(store, A).toString()).doesNotContain("heddle-blob:");
        }
      }
      assertThat(blobs()).allSatisfy(blob -> assertThat(blob).hasContent(IMAGE));
      homes++;
    }
    assertThat(steps).isGreaterThan(5);
  }

  @Test
  void manyWritersMayWriteTheSameBlob() throws Exception {
    try (LocalThreadStore store = open(Blobs.ON);
        LocalThreadStore other = open(Blobs.ON)) {
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String id = Journal.threadId(i);
        LocalThreadStore in = i % 2 == 0 ? store : other;
        writers.add(Thread.ofPlatform().start(() -> write(in, id, HistoryMode.PAGINATED, 1)));
      }
      for (Thread writer : writers) {
        writer.join();
      }
    }
    assertThat(blobs()).singleElement().satisfies(blob -> assertThat(blob).hasContent(IMAGE));
    assertThat(check(false)).extracting(Finding::problem).doesNotContain(Problem.MISSING_BLOB);
    for (int i = 0; i < 8; i++) {
      assertThat(payloads(Journal.threadId(i))).hasSize(7);
    }
  }

  @Test
  void aRepairRemovesOldBlobsThatNoLineNames() throws IOException {
    try (LocalThreadStore store = open(Blobs.ON)) {
      write(store, A, HistoryMode.PAGINATED, 1);
      try (LiveLog log = store.create(Journal.newThread(B, HistoryMode.PAGINATED))) {
        log.append(List.of(said("other " + IMAGE)));
      }
      store.delete(B);
    }
    assertThat(blobs()).hasSize(2);
    assertThat(sweep(true)).as("young ones").isEqualTo(UnusedBlobs.NONE);
    for (Path blob : blobs()) {
      age(blob);
    }
    assertThat(sweep(false)).matches(unused -> unused.count() == 1 && !unused.removed());
    assertThat(blobs()).hasSize(2);
    assertThat(sweep(true)).matches(unused -> unused.count() == 1 && unused.removed());
    assertThat(blobs()).singleElement().satisfies(blob -> assertThat(blob).hasContent(IMAGE));
    assertThat(check(false)).isEmpty();
  }

  @Test
  void noBlobIsRemovedWhileAServerWritesSome() throws IOException {
    try (LocalThreadStore store = open(Blobs.ON)) {
      write(store, A, HistoryMode.PAGINATED, 1);
      store.delete(A);
      age(blobs().getFirst());
      assertThat(sweep(true)).matches(unused -> unused.count() == 1 && !unused.removed());
    }
    assertThat(blobs()).hasSize(1);
    assertThat(sweep(true).removed()).isTrue();
    assertThat(blobs()).isEmpty();
  }

  @Test
  void aBlobIsYoungAgainWhenALineNamesIt() throws IOException {
    try (LocalThreadStore store = open(Blobs.ON)) {
      write(store, A, HistoryMode.PAGINATED, 1);
      age(blobs().getFirst());
      write(store, B, HistoryMode.PAGINATED, 1);
    }
    Instant modified = Files.getLastModifiedTime(blobs().getFirst()).toInstant();
    assertThat(modified).isAfter(Instant.now().minus(Duration.ofHours(1)));
  }

  @Test
  void noBlobIsRemovedWhileALineCannotBeRead() throws IOException {
    try (LocalThreadStore store = open(Blobs.ON)) {
      write(store, A, HistoryMode.PAGINATED, 1);
      write(store, B, HistoryMode.PAGINATED, 1);
    }
    age(blobs().getFirst());
    for (String id : List.of(A, B)) {
      Path journal = journal(id);
      Files.writeString(
          journal, Files.readString(journal).replace("\"heddle_blobs\":", "\"heddle_blobs\" "));
    }
    assertThat(sweep(true)).isEqualTo(UnusedBlobs.NONE);
    assertThat(blobs()).as("what the lines that were blanked name").hasSize(1);
    assertThat(sweep(true)).matches(unused -> unused.count() == 1 && unused.removed());
  }

  @Test
  void aLineThatWouldBeTooLongWithItsBlobsIsDamageAsItWouldBeWithout() throws IOException {
    try (LocalThreadStore store = open(Blobs.ON)) {
      write(store, A, HistoryMode.PAGINATED, 1);
    }
    Path journal = journal(A);
    Files.writeString(
        journal,
        Files.readString(journal)
            .replaceAll(
                "\"heddle_blobs\":[0-9]+",
                "\"heddle_blobs\":" + (RolloutReader.MAX_LINE_BYTES + 1L)));
    assertThat(payloads(A)).hasSize(6);
    assertThat(check(false)).extracting(Finding::problem).contains(Problem.UNREADABLE_LINE);
  }
}
