package dev.heddle.server.store;

import static dev.heddle.server.store.Failures.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.store.ThreadAttachments.Added;
import dev.heddle.server.store.ThreadAttachments.Owners;
import dev.heddle.server.store.ThreadAttachments.Page;
import dev.heddle.server.store.ThreadAttachments.Place;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Attachments: kept whatever happens to their thread, until they or the thread are removed. */
interface AttachmentsContract extends StoreOnTrial {
  JsonElement ONE = new JsonPrimitive(1);

  private static ThreadAttachments attachments(ThreadStore store) {
    return store.attachments().orElseThrow();
  }

  private static AttachmentIdentity pr(String key) {
    return new AttachmentIdentity("pr", key);
  }

  private static List<StoredAttachment> all(ThreadStore store, String threadId) {
    Page page = attachments(store).list(threadId, null, ThreadAttachments.MAX_OF_THREAD);
    assertThat(page.hasMore()).as("more than there can be").isFalse();
    return page.attachments();
  }

  private List<String> keys(String threadId) {
    return all(store(), threadId).stream().map(each -> each.identity().key()).toList();
  }

  private List<String> owners(AttachmentIdentity identity) {
    return attachments(store()).owners(identity, null, 100).threadIds();
  }

  private String thread(int seconds) {
    return SampleThread.stored(store(), SampleThread.of(store(), seconds), "hello " + seconds);
  }

  @Test
  default void attachmentsOutliveTheProcessAsTheyWere() {
    String id = thread(0);
    JsonElement payload =
        JsonParser.parseString(
            "{\"n\":1.50,\"big\":123456789012345678901234567890,\"l\":[null,true,\"\\u2028 \\ud800"
                + " \\\\ud800 \uD83D\uDE00 <&>\"]}");
    StoredAttachment one = attachments(store()).add(id, pr("1"), payload).attachment();
    AttachmentIdentity odd = new AttachmentIdentity(" \ud800/..\u0000", "\\ud800 \"k\" ");
    StoredAttachment two = attachments(store()).add(id, odd, ONE).attachment();
    assertThat(one.payload()).isEqualTo(payload);
    assertThat(two.identity()).isEqualTo(odd);
    assertThat(all(store(), id)).as("at once").containsExactly(one, two);
    assertThat(all(secondProcess(), id)).as("in another process").containsExactly(one, two);
    assertThat(all(restart(), id)).as("after a restart").containsExactly(one, two);
    assertThat(all(store(), id).getFirst().payload().toString())
        .as("numbers as they were written")
        .contains("1.50", "123456789012345678901234567890");
    assertThat(owners(odd)).containsExactly(id);
    assertThat(one.createdAt()).isBetween(SampleThread.T0, java.time.Instant.now());
  }

  @Test
  default void aThreadHasOneOfAnIdentityAndItStaysAsItWas() {
    String id = thread(0);
    Added first = attachments(store()).add(id, pr("1"), ONE);
    Added again = attachments(store()).add(id, pr("1"), new JsonPrimitive("another"));
    assertThat(first.isNew()).isTrue();
    assertThat(again).isEqualTo(new Added(first.attachment(), false));
    assertThat(attachments(secondProcess()).add(id, pr("1"), ONE)).isEqualTo(again);
    List<AttachmentIdentity> others =
        List.of(
            new AttachmentIdentity("p", "r1"),
            new AttachmentIdentity("pr1", ""),
            new AttachmentIdentity("pr ", "1"),
            new AttachmentIdentity("PR", "1"));
    for (AttachmentIdentity other : others) {
      assertThat(attachments(store()).add(id, other, ONE).isNew()).as("%s", other).isTrue();
    }
    assertThat(all(store(), id)).hasSize(1 + others.size());
  }

  @Test
  default void whatIsRemovedIsGoneAndCanComeAgainBehindTheOthers() {
    String id = thread(0);
    StoredAttachment one = attachments(store()).add(id, pr("1"), ONE).attachment();
    attachments(store()).add(id, pr("2"), ONE);
    assertThat(attachments(store()).remove(id, pr("1"))).isEqualTo(one.id());
    assertThat(attachments(store()).remove(id, pr("1"))).as("a second time").isNull();
    assertThat(attachments(store()).remove(thread(1), pr("1"))).as("of another").isNull();
    restart();
    assertThat(keys(id)).containsExactly("2");
    assertThat(owners(pr("1"))).isEmpty();
    Added again = attachments(store()).add(id, pr("1"), ONE);
    assertThat(again.isNew()).isTrue();
    assertThat(again.attachment().id()).isNotEqualTo(one.id());
    assertThat(keys(id)).containsExactly("2", "1");
    assertThat(owners(pr("1"))).containsExactly(id);
  }

  @Test
  default void pagesHoldEachOnceWhileOthersComeAndGo() {
    String id = thread(0);
    for (int i = 0; i < 7; i++) {
      attachments(store()).add(id, pr("k" + i), ONE);
    }
    List<String> seen = new ArrayList<>();
    Place place = null;
    Page page;
    do {
      page = attachments(store()).list(id, place, 2);
      page.attachments().forEach(each -> seen.add(each.identity().key()));
      place = Place.behind(page.attachments().getLast());
      if (seen.size() == 2) {
        attachments(store()).remove(id, pr("k1")); // the place itself
        attachments(store()).remove(id, pr("k3"));
        attachments(store()).add(id, pr("k7"), ONE);
      }
    } while (page.hasMore());
    assertThat(seen).containsExactly("k0", "k1", "k2", "k4", "k5", "k6", "k7");
    StoredAttachment last = all(store(), id).getLast();
    Place end = Place.behind(last);
    assertThat(attachments(store()).list(id, end, 1)).as("at the end").isEqualTo(nothing());
    long seconds = end.createdAtSeconds();
    assertThat(attachments(store()).list(id, new Place(seconds + 1, ""), 1).attachments())
        .as("later than all")
        .isEmpty();
    assertThat(attachments(store()).list(id, new Place(0, "z"), 9).attachments())
        .as("earlier than all")
        .hasSize(6);
    assertThat(attachments(store()).list(Uuid7.next(), null, 1))
        .as("of a thread that is not there")
        .isEqualTo(nothing());
  }

  private static Page nothing() {
    return new Page(List.of(), false);
  }

  @Test
  default void aPageEndsWhenItHasEnoughOfPayloads() {
    String id = thread(0);
    int half = (int) ThreadAttachments.PAGE_BYTES / 2;
    for (int i = 0; i < 5; i++) {
      attachments(store()).add(id, pr("k" + i), new JsonPrimitive("x".repeat(half)));
    }
    Page page = attachments(store()).list(id, null, 100);
    assertThat(page.attachments()).hasSize(2);
    assertThat(page.hasMore()).isTrue();
    Place next = Place.behind(page.attachments().getLast());
    assertThat(attachments(store()).list(id, next, 100).attachments())
        .extracting(each -> each.identity().key())
        .containsExactly("k2", "k3");
  }

  @Test
  default void aPageHasAllTextThatAThreadCanHaveAndLessOfWhatIsLargerInMemory() {
    String texts = thread(0);
    String lists = thread(1);
    JsonElement text = new JsonPrimitive("\\\", [{".repeat(8_190)); // 64 KiB when it is written
    JsonArray list = new JsonArray();
    for (int i = 0; i < 32_767; i++) {
      list.add(0);
    }
    for (int i = 0; i < ThreadAttachments.MAX_OF_THREAD; i++) {
      attachments(store()).add(texts, pr("k" + i), text);
      if (i < 9) {
        attachments(store()).add(lists, pr("k" + i), list);
      }
    }
    assertThat(all(store(), texts)).hasSize(ThreadAttachments.MAX_OF_THREAD);
    Page page = attachments(store()).list(lists, null, 100);
    assertThat(page.attachments()).hasSize(4);
    assertThat(page.hasMore()).isTrue();
  }

  @Test
  default void aThreadHasSoManyAndNoMore() {
    String id = thread(0);
    for (int i = 0; i < ThreadAttachments.MAX_OF_THREAD; i++) {
      attachments(store()).add(id, pr("k" + i), ONE);
    }
    ThreadStoreException refusal =
        assertThrows(
            ThreadStoreException.class, () -> attachments(store()).add(id, pr("more"), ONE));
    assertThat(refusal.kind()).isEqualTo(Kind.INVALID_REQUEST);
    assertThat(refusal.message()).isEqualTo("thread attachment identity count exceeds 100");
    assertThat(attachments(store()).add(id, pr("k7"), ONE).isNew()).as("one it has").isFalse();
    assertThat(owners(pr("more"))).as("after the refusal").isEmpty();
    attachments(store()).remove(id, pr("k7"));
    assertThat(attachments(store()).add(id, pr("more"), ONE).isNew()).isTrue();
  }

  @Test
  default void theThreadsThatHaveOneAreFoundByItsIdentity() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(thread(i));
      attachments(store()).add(ids.getLast(), pr("1"), ONE);
    }
    String other = thread(5);
    attachments(store()).add(other, pr("2"), ONE);
    restart();
    assertThat(owners(pr("1"))).isEqualTo(ids);
    assertThat(owners(pr("2"))).containsExactly(other);
    assertThat(owners(pr("3"))).isEmpty();
    for (int limit = 1; limit <= 6; limit++) {
      List<String> paged = new ArrayList<>();
      String place = null;
      do {
        Owners part = attachments(store()).owners(pr("1"), place, limit);
        assertThat(part.threadIds()).as("parts of %s", limit).hasSizeLessThanOrEqualTo(limit);
        paged.addAll(part.threadIds());
        place = part.next();
      } while (place != null);
      assertThat(paged).as("in parts of %s", limit).isEqualTo(ids);
    }
  }

  @Test
  default void anArchivedThreadKeepsItsOwnAndADeletedOneDoesNot() {
    String id = thread(0);
    String kept = thread(1);
    for (String each : List.of(id, kept)) {
      attachments(store()).add(each, pr("1"), ONE);
    }
    store().archive(id);
    assertThat(keys(id)).containsExactly("1");
    attachments(store()).add(id, pr("2"), ONE);
    store().unarchive(id);
    assertThat(keys(id)).containsExactly("1", "2");
    store().delete(id);
    assertThat(all(store(), id)).isEmpty();
    assertThat(all(restart(), id)).isEmpty();
    assertThat(owners(pr("1"))).containsExactly(kept);
    assertThat(owners(pr("2"))).isEmpty();
  }

  @Test
  default void aCopyIsAThreadsOwn() {
    String from = thread(0);
    String to = thread(1);
    StoredAttachment one = attachments(store()).add(from, pr("1"), ONE).attachment();
    StoredAttachment two =
        attachments(store()).add(from, pr("2"), new JsonPrimitive("two")).attachment();
    attachments(store()).copy(from, to);
    attachments(store()).remove(from, pr("1"));
    restart();
    List<StoredAttachment> copies = all(store(), to);
    assertThat(copies)
        .extracting(StoredAttachment::identity)
        .containsExactly(one.identity(), two.identity());
    assertThat(copies).extracting(StoredAttachment::payload).containsExactly(ONE, two.payload());
    assertThat(copies).extracting(StoredAttachment::id).doesNotContain(one.id(), two.id());
    assertThat(owners(pr("1"))).containsExactly(to);
    assertThat(owners(pr("2"))).containsExactly(from, to);
    attachments(store()).forget(to);
    assertThat(all(store(), to)).as("taken back").isEmpty();
    assertThat(owners(pr("2"))).containsExactly(from);
    attachments(store()).copy(Uuid7.next(), to);
    assertThat(all(store(), to)).as("of a thread without any").isEmpty();
  }

  @Test
  default void attachmentsThatProcessesAddAtOnceAreAllKept() throws Exception {
    String id = thread(0);
    Set<String> expected = new HashSet<>();
    List<FutureTask<@Nullable Void>> writers = new ArrayList<>();
    for (ThreadStore each : List.of(store(), secondProcess())) {
      String prefix = writers.size() + "-";
      for (int i = 0; i < 10; i++) {
        expected.add(prefix + i);
      }
      FutureTask<@Nullable Void> writer =
          new FutureTask<>(() -> {
            for (int i = 0; i < 10; i++) {
              AttachmentIdentity own = pr(prefix + i);
              patiently(() -> attachments(each).add(id, own, ONE));
              patiently(() -> attachments(each).add(id, pr("both"), new JsonPrimitive(prefix)));
              String unused = patiently(() -> attachments(each).remove(id, pr("both")));
            }
            return null;
          });
      writers.add(writer);
      Thread.ofPlatform().daemon().start(writer);
    }
    for (FutureTask<@Nullable Void> writer : writers) {
      writer.get();
    }
    assertThat(keys(id)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(owners(pr("both"))).isEmpty();
    assertThat(owners(pr("0-3"))).containsExactly(id);
  }

  /** What is put beside one thread must not fail because another loses its last of that kind. */
  @Test
  default void threadsThatShareAnIdentityDoNotDisturbEachOther() throws Exception {
    List<FutureTask<@Nullable Void>> writers = new ArrayList<>();
    for (ThreadStore each : List.of(store(), secondProcess())) {
      String id = thread(writers.size());
      FutureTask<@Nullable Void> writer =
          new FutureTask<>(() -> {
            for (int i = 0; i < 20; i++) {
              assertThat(attachments(each).add(id, pr("shared"), ONE).isNew()).isTrue();
              assertThat(attachments(each).owners(pr("shared"), null, 9).threadIds()).contains(id);
              assertThat(attachments(each).remove(id, pr("shared"))).isNotNull();
            }
            return null;
          });
      writers.add(writer);
      Thread.ofPlatform().daemon().start(writer);
    }
    for (FutureTask<@Nullable Void> writer : writers) {
      writer.get();
    }
    assertThat(owners(pr("shared"))).isEmpty();
  }
}
