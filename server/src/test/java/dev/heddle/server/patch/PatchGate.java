package dev.heddle.server.patch;

import java.util.concurrent.CompletableFuture;

/** Holds a patch up behind the first file that it has written, until it is let go. */
public final class PatchGate {
  private final CompletableFuture<Void> reached = new CompletableFuture<>();
  private final CompletableFuture<Void> letGo = new CompletableFuture<>();

  /** A writer whose patches stand at the gate. */
  public PatchWriter writer() {
    return new PatchWriter(
        1 << 16, PatchJournal.none(), () -> new FaultyFolders("create", 2, this::stand));
  }

  private void stand() {
    reached.complete(null);
    letGo.join();
  }

  /** Waits until a patch stands there. */
  public void awaitReached() {
    reached.join();
  }

  /** Lets it go on. */
  public void letGo() {
    letGo.complete(null);
  }
}
