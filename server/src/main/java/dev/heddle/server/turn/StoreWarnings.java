package dev.heddle.server.turn;

import dev.heddle.protocol.v2.WarningNotification;
import dev.heddle.server.store.ThreadStoreException;

/** What clients are told when a thread cannot be stored: the class of the cause, no contents. */
final class StoreWarnings {
  private StoreWarnings() {}

  static WarningNotification of(String threadId, ThreadStoreException cause) {
    String why =
        switch (cause.kind()) {
          case DISK_FULL -> "the disk is full";
          case PERMISSION -> "the storage does not allow it";
          case LOCKED, CONFLICT -> "the storage is locked";
          case CORRUPT -> "the storage is damaged";
          default -> "writing failed";
        };
    return new WarningNotification(
        threadId,
        "The conversation could not be saved ("
            + why
            + "). It goes on in memory, and saving is tried again.");
  }
}
