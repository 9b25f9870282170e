package dev.heddle.server.store.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.LiveLog;
import java.nio.file.*;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalThreadStoreSmokeTest {
  @TempDir Path home;

  @Test
  void createAppendFlushReplayReadList() throws Exception {
    String id = Journal.threadId(1);
    long t0 = System.nanoTime();
    try (LocalThreadStore store = new LocalThreadStore(home, Durability.DEFAULT)) {
      System.out.println("open " + (System.nanoTime() - t0) / 1e6);
      LiveLog log = store.create(Journal.newThread(id, HistoryMode.PAGINATED));
      System.out.println("create " + (System.nanoTime() - t0) / 1e6);
      log.append(Journal.turn(id, "t1", "hello"));
      log.flush();
      System.out.println("flush " + (System.nanoTime() - t0) / 1e6);
      System.out.println(store.read(id, false));
      assertEquals(List.of("hello"), Journal.questions(store, id));
      assertEquals(1, store.list(Journal.all()).threads().size());
      log.close();
      System.out.println(store.list(Journal.all()));
      System.out.println(store.health());
    }
    try (LocalThreadStore store = new LocalThreadStore(home, Durability.DEFAULT)) {
      assertEquals(1, store.list(Journal.all()).threads().size());
      try (LiveLog log = store.resume(id)) {
        log.append(Journal.turn(id, "t2", "again"));
      }
      assertEquals(List.of("hello", "again"), Journal.questions(store, id));
      System.out.println(Journal.ordinals(Journal.replay(store, id)));
      System.out.println(store.list(Journal.all()));
    }
    for (Path h : Files.list(Path.of("/tmp/peer-ref/homes")).filter(Files::isDirectory).toList()) {
      Path copy = home.resolve("c").resolve(h.getFileName());
      copy(h, copy);
      try (LocalThreadStore store = new LocalThreadStore(copy, Durability.DEFAULT)) {
        System.out.println("== " + h.getFileName());
        for (boolean a : new boolean[] {false, true})
          for (var t :
              store
                  .list(Journal.query(50, dev.heddle.server.store.SortDirection.DESC, a))
                  .threads()) {
            System.out.println(
                t.id()
                    + " "
                    + t.preview()
                    + " "
                    + t.name()
                    + " "
                    + t.historyMode()
                    + " "
                    + t.model()
                    + " "
                    + t.createdAt()
                    + " "
                    + t.updatedAt()
                    + " "
                    + Journal.questions(store, t.id())
                    + t.git());
          }
        System.out.println(store.health());
      }
    }
  }

  static void copy(Path from, Path to) throws Exception {
    for (Path p : Files.walk(from).toList()) {
      Path t = to.resolve(from.relativize(p).toString());
      if (Files.isDirectory(p)) Files.createDirectories(t);
      else Files.copy(p, t);
    }
  }
}
