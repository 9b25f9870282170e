package dev.heddle.server.patch;

import java.io.IOException;
import java.nio.file.Path;

/** Folders with one operation before which something happens, or from which on nothing does. */
final class FaultyFolders extends Folders {
  /** What happens. */
  interface Event {
    void happen() throws IOException;
  }

  /** What a process does no more that was killed. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private static final String ANY_CHANGE = "";

  private final String operation;
  private final int nth;
  private final Event event;
  private int seen;

  /**
   * @param operation open, create or rename
   * @param nth before which of them, from 1
   */
  FaultyFolders(String operation, int nth, Event event) {
    this.operation = operation;
    this.nth = nth;
    this.event = event;
  }

  /** Those of a process that is killed before the nth change, from 1. */
  static FaultyFolders killedAt(int nth) {
    return new FaultyFolders(
        ANY_CHANGE,
        nth,
        () -> {
          throw new Killed();
        });
  }

  private void before(String what) throws IOException {
    if (operation.equals(ANY_CHANGE) && !what.equals("open")) {
      if (++seen >= nth) {
        event.happen();
      }
    } else if (what.equals(operation) && ++seen == nth) {
      event.happen();
    }
  }

  @Override
  void removeMade() {
    if (!operation.equals(ANY_CHANGE) || seen < nth) {
      super.removeMade();
    }
  }

  @Override
  Folder open(Path path) throws IOException {
    before("open");
    Folder folder = super.open(path);
    return new Folder() {
      @Override
      public FileContent read(String name, long maxBytes) throws IOException {
        return folder.read(name, maxBytes);
      }

      @Override
      public boolean isLink(String name) throws IOException {
        return folder.isLink(name);
      }

      @Override
      public void create(String name, FileContent content) throws IOException {
        before("create");
        folder.create(name, content);
      }

      @Override
      public void rename(String from, String to) throws IOException {
        before("rename");
        folder.rename(from, to);
      }

      @Override
      public void remove(String name) throws IOException {
        before("remove");
        folder.remove(name);
      }

      @Override
      public void close() throws IOException {
        folder.close();
      }
    };
  }
}
