package dev.heddle.server.store.local;

import java.nio.file.Path;

/** A process that opens a thread's log, says so, and holds it until it is killed. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] args) throws Exception {
    LocalThreadStore store = new LocalThreadStore(Path.of(args[0]), Durability.DEFAULT);
    store.resume(args[1]);
    System.out.println("held");
    System.out.flush();
    Thread.currentThread().join();
  }
}
