package dev.heddle.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.local.Durability;
import dev.heddle.server.store.local.LocalThreadStore;
import dev.heddle.server.store.memory.InMemoryThreadStore;
import dev.heddle.server.store.memory.MemoryBacking;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** The contract tells a good store from bad ones, and says at which step. */
class ThreadStoreContractTest {
  @Test
  @Tag("SA-2")
  void aStoreThatDropsTheLastAppendFails() {
    assertFails(
        DropsLastAppend.class, "appendedRecordsComeBackInOrder", "replay after append and flush");
  }

  @Test
  @Tag("SA-2")
  void aStoreThatReordersTwoAppendsFails() {
    assertFails(
        ReordersAppends.class, "everyProducersRecordsKeepTheirOrder", "records of producer");
  }

  @Test
  @Tag("SA-2")
  void aStoreThatAnswersEmptyOnAReadErrorFails() {
    assertFails(AnswersEmpty.class, "anUnknownThreadIsNotFoundAndNeverEmpty", "replay");
  }

  @Test
  void aStoreWhoseCursorsForgetTheIdFails() {
    assertFails(SkipsTies.class, "pagesShowEveryThreadOnceWhileThreadsAreAdded", "rows by pages");
  }

  @Test
  void aStoreThatKeepsNoProjectsFails() {
    assertFails(ForgetsProjects.class, "projectsAndWhoIsInThemOutliveTheProcess", "afterwards");
  }

  @Test
  void aStoreThatKeepsNoSectionsFails() {
    assertFails(ForgetsSections.class, "sectionsAndWhoIsInThemOutliveTheProcess", "afterwards");
  }

  @Test
  void aStoreThatKeepsAttachmentsOfDeletedThreadsFails() {
    assertFails(
        KeepsAttachments.class, "anArchivedThreadKeepsItsOwnAndADeletedOneDoesNot", "Expecting");
  }

  @Test
  void aStoreThatSwallowsAPatchFails() {
    assertFails(SwallowsPatches.class, "aPatchChangesOnlyWhatItNames", "name");
  }

  @Test
  @Tag("SA-2")
  void aStoreThatListsARejectedTurnFails() {
    assertFails(
        ListsRejectedTurns.class,
        "aRejectedTurnShowsNowhereUntilItIsStored",
        "list after a rejection");
  }

  @Test
  @Tag("SA-2")
  void aWrapperThatSwallowsACapabilityFails() {
    assertFails(SwallowsForks.class, "theStoreOffersWhatItIsKnownFor", "capabilities");
  }

  @Test
  void aStoreThatRejectsWholeTurnsPasses() {
    assertThat(run(Rejects.class).failed().list()).isEmpty();
  }

  @Test
  void aStoreWithTwoWritersFails() {
    assertFails(TwoWriters.class, "aThreadHasOneWriterAmongHandlesAndProcesses", "second process");
  }

  @Test
  void aWrapperThatForwardsEverythingPasses() {
    Events tests = run(Forwards.class);
    assertThat(tests.failed().list()).isEmpty();
    assertThat(tests.succeeded().count()).isGreaterThan(50);
  }

  @Test
  void foldedPagesKeepThePromisesOfPages() {
    Events tests = run(HasFoldedPages.class);
    assertThat(tests.failed().list()).isEmpty();
    assertThat(tests.succeeded().list())
        .extracting(event -> event.getTestDescriptor().getDisplayName())
        .contains("pagesOfTurnsAreTheFoldedHistoryInBothDirections()");
  }

  /** A wrapper that forgot a method would not compile; this holds for the log and for defaults. */
  @Test
  @Tag("SA-3")
  void theSpiHasNoDefaultMethods() {
    for (Class<?> type :
        List.of(ThreadStore.class, LiveLog.class, KeptBook.class, ThreadAttachments.class)) {
      assertThat(Arrays.stream(type.getDeclaredMethods()).filter(Method::isDefault)).isEmpty();
    }
  }

  private static void assertFails(Class<?> suite, String test, String step) {
    List<Event> failed = run(suite).failed().list();
    List<String> reasons = new ArrayList<>();
    for (Event event : failed) {
      String name = event.getTestDescriptor().getDisplayName();
      String message =
          event
              .getPayload(TestExecutionResult.class)
              .flatMap(TestExecutionResult::getThrowable)
              .map(Throwable::getMessage)
              .orElse("");
      reasons.add(name + ": " + message);
    }
    assertThat(reasons)
        .as("failures of %s", suite.getSimpleName())
        .anySatisfy(reason -> assertThat(reason).startsWith(test).contains(step));
  }

  private static Events run(Class<?> suite) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(suite))
        .execute()
        .testEvents();
  }

  /** A contract run on a memory store behind a wrapper. */
  abstract static class Wrapped extends ThreadStoreContract {
    private final MemoryBacking backing = new MemoryBacking();
    private final UnaryOperator<ThreadStore> wrapper;

    Wrapped(UnaryOperator<ThreadStore> wrapper) {
      this.wrapper = wrapper;
    }

    @Override
    protected ThreadStore open() {
      return wrapper.apply(new InMemoryThreadStore(backing));
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of(Capability.QUEUES);
    }
  }

  static class Forwards extends Wrapped {
    Forwards() {
      super(ForwardingThreadStore::new);
    }
  }

  static class HasFoldedPages extends Wrapped {
    @Override
    public Set<Capability> capabilities() {
      return Set.of(Capability.QUEUES, Capability.HISTORY_PAGES);
    }

    HasFoldedPages() {
      super(store ->
          new ForwardingThreadStore(store) {
            @Override
            public Optional<HistoryPages> historyPages() {
              return Optional.of(new FoldedPages((id, sink) -> replay(id, true, sink)));
            }
          });
    }
  }

  static class DropsLastAppend extends Wrapped {
    DropsLastAppend() {
      super(store ->
          new ForwardingThreadStore(store) {
            @Override
            protected LiveLog wrap(LiveLog log) {
              return new HoldsOneBack(log, true);
            }
          });
    }
  }

  static class ReordersAppends extends Wrapped {
    ReordersAppends() {
      super(store ->
          new ForwardingThreadStore(store) {
            @Override
            protected LiveLog wrap(LiveLog log) {
              return new HoldsOneBack(log, false);
            }
          });
    }
  }

  /** A log that passes an append on after the next one, and at the end drops it or not. */
  private static final class HoldsOneBack extends ForwardingThreadStore.ForwardingLog {
    private final boolean drops;
    private final Deque<List<RolloutRecord>> held = new ArrayDeque<>();

    HoldsOneBack(LiveLog log, boolean drops) {
      super(log);
      this.drops = drops;
    }

    @Override
    public synchronized void append(List<RolloutRecord> records) {
      if (drops) {
        release();
        held.add(records);
      } else if (held.isEmpty()) {
        held.add(records);
      } else {
        super.append(records);
        release();
      }
    }

    @Override
    public synchronized void flush() {
      if (!drops) {
        release();
      }
      super.flush();
    }

    @Override
    public synchronized void close() {
      if (!drops) {
        release();
      }
      super.close();
    }

    private void release() {
      if (!held.isEmpty()) {
        super.append(held.remove());
      }
    }
  }

  static class AnswersEmpty extends Wrapped {
    AnswersEmpty() {
      super(store ->
          new ForwardingThreadStore(store) {
            @Override
            public void replay(
                String threadId, boolean includeArchived, Consumer<RolloutRecord> sink) {
              try {
                super.replay(threadId, includeArchived, sink);
              } catch (ThreadStoreException e) {
                return; // as if there were nothing
              }
            }
          });
    }
  }

  static class SkipsTies extends Wrapped {
    SkipsTies() {
      super(store ->
          new ForwardingThreadStore(store) {
            @Override
            public ThreadPage list(ThreadQuery query) {
              ThreadPage page = super.list(query);
              ListCursor next = page.next();
              // Cursors that forget the id skip the rest of a millisecond.
              return new ThreadPage(
                  page.threads(), next == null ? null : new ListCursor(next.at(), null));
            }
          });
    }
  }

  static class ForgetsProjects extends Wrapped {
    ForgetsProjects() {
      super(store ->
          new ForwardingThreadStore(store) {
            @Override
            public Optional<ThreadProjects> projects() {
              return Optional.of(
                  new ThreadProjects() {
                    @Override
                    public ProjectBook book() {
                      return ProjectBook.EMPTY;
                    }

                    @Override
                    public ProjectBook change(UnaryOperator<ProjectBook> change) {
                      return change.apply(ProjectBook.EMPTY);
                    }
                  });
            }
          });
    }
  }

  static class ForgetsSections extends Wrapped {
    ForgetsSections() {
      super(store ->
          new ForwardingThreadStore(store) {
            @Override
            public Optional<ThreadSections> sections() {
              return Optional.of(
                  new ThreadSections() {
                    @Override
                    public SectionBook book() {
                      return SectionBook.EMPTY;
                    }

                    @Override
                    public SectionBook change(UnaryOperator<SectionBook> change) {
                      return change.apply(SectionBook.EMPTY);
                    }
                  });
            }
          });
    }
  }

  static class KeepsAttachments extends Wrapped {
    private static final ThreadAttachments ELSEWHERE =
        new InMemoryThreadStore().attachments().orElseThrow();

    KeepsAttachments() {
      super(store ->
          new ForwardingThreadStore(store) {
            @Override
            public Optional<ThreadAttachments> attachments() {
              return Optional.of(ELSEWHERE);
            }
          });
    }
  }

  static class SwallowsPatches extends Wrapped {
    SwallowsPatches() {
      super(store ->
          new ForwardingThreadStore(store) {
            @Override
            public Optional<StoredThread> update(
                String threadId, ThreadPatch patch, boolean includeArchived) {
              return super.update(threadId, ThreadPatch.NONE, includeArchived);
            }
          });
    }
  }

  /** A contract whose stores refuse to write on demand: nothing of what is appended passes. */
  static class Rejects extends Wrapped {
    private static final AtomicBoolean REJECTING = new AtomicBoolean();

    Rejects() {
      this(Rejecting::new);
    }

    Rejects(UnaryOperator<ThreadStore> wrapper) {
      super(wrapper);
      REJECTING.set(false);
    }

    @Override
    public boolean rejectWrites(boolean fail) {
      REJECTING.set(fail);
      return true;
    }

    static class Rejecting extends ForwardingThreadStore {
      Rejecting(ThreadStore store) {
        super(store);
      }

      @Override
      protected LiveLog wrap(LiveLog log) {
        return new RejectingLog(log);
      }
    }

    /** Keeps what it cannot pass on, as a log does. */
    private static final class RejectingLog extends ForwardingThreadStore.ForwardingLog {
      private final List<RolloutRecord> waiting = new ArrayList<>();

      RejectingLog(LiveLog log) {
        super(log);
      }

      @Override
      public synchronized void append(List<RolloutRecord> records) {
        waiting.addAll(records);
        pass();
      }

      @Override
      public synchronized void flush() {
        pass();
        if (!waiting.isEmpty()) {
          throw new ThreadStoreException(
              ThreadStoreException.Kind.IO, threadId(), "rejected", null);
        }
        super.flush();
      }

      private void pass() {
        if (!REJECTING.get()) {
          super.append(List.copyOf(waiting));
          waiting.clear();
        }
      }
    }
  }

  /** Projects first and commits second: its lists tell of turns that were rejected. */
  static class ListsRejectedTurns extends Rejects {
    ListsRejectedTurns() {
      super(store ->
          new Rejects.Rejecting(store) {
            private Instant newest = Instant.MIN;

            @Override
            protected LiveLog wrap(LiveLog log) {
              return new ForwardingLog(super.wrap(log)) {
                @Override
                public void append(List<RolloutRecord> records) {
                  records.forEach(record -> newest = record.timestamp());
                  super.append(records);
                }
              };
            }

            @Override
            public ThreadPage list(ThreadQuery query) {
              ThreadPage page = super.list(query);
              return new ThreadPage(
                  page.threads().stream().map(thread -> at(thread, newest)).toList(), page.next());
            }
          });
    }

    private static StoredThread at(StoredThread t, Instant updatedAt) {
      return new StoredThread(
          t.id(),
          t.sessionId(),
          t.forkedFromId(),
          t.parentThreadId(),
          t.preview(),
          t.name(),
          t.historyMode(),
          t.modelProvider(),
          t.model(),
          t.reasoningEffort(),
          t.createdAt(),
          updatedAt,
          t.recencyAt(),
          t.archived(),
          t.rolloutPath(),
          t.cwd(),
          t.cliVersion(),
          t.originator(),
          t.source(),
          t.threadSource(),
          t.agentNickname(),
          t.agentRole(),
          t.git(),
          t.memoryMode(),
          t.goal(),
          t.readState(),
          t.tokenUsage());
    }
  }

  /** A wrapper with a getter that says nothing, around a store that can fork by reference. */
  static class SwallowsForks extends ThreadStoreContract {
    @TempDir Path home;

    @Override
    protected ThreadStore open() {
      return new ForwardingThreadStore(new LocalThreadStore(home, Durability.DEFAULT)) {
        @Override
        public Optional<ReferenceForks> referenceForks() {
          return Optional.empty();
        }
      };
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.allOf(Capability.class);
    }
  }

  /** Two processes that do not know of each other. */
  static class TwoWriters extends ThreadStoreContract {
    @Override
    protected ThreadStore open() {
      return new InMemoryThreadStore();
    }
  }
}
