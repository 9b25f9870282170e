package dev.heddle.server.store.local;

import dev.heddle.server.rollout.Conversation;
import dev.heddle.server.rollout.FoldMembers;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.local.HistoryParts.Part;
import dev.heddle.server.store.local.HistoryRows.Snapshot;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.function.Consumer;

/** The records of a conversation, read from its newest checkpoint on. */
final class IndexedConversation {
  private IndexedConversation() {}

  private record Start(int part, long at) {}

  static void replay(HistoryIndex index, HistoryParts history, Consumer<RolloutRecord> sink)
      throws IndexException, IOException {
    Start start =
        index.ask(
            history,
            c -> {
              for (int i = history.parts().size() - 1; i >= 0; i--) {
                Part part = history.parts().get(i);
                Snapshot found = HistoryTables.snapshot(c, part.id(), part.end(), true);
                if (found != null) {
                  return new Start(i, found.at());
                }
              }
              return new Start(0, 0);
            });
    boolean first = start.at() > 0;
    for (int i = start.part(); i < history.parts().size(); i++) {
      Part part = history.parts().get(i);
      long from = i == start.part() ? start.at() : 0;
      try (FoldReader reader = open(part, from, i > start.part())) {
        for (RolloutRecord r = reader.next(); r != null; r = reader.next()) {
          if (first && (reader.offset() != from || !Conversation.isCheckpoint(r))) {
            throw new IndexException("a row does not tell what is in the file", null);
          }
          first = false;
          sink.accept(r);
        }
      }
    }
  }

  /**
   * Opens a part.
   *
   * @param begun whether records were handed on: then nobody may begin anew when it has moved
   */
  private static FoldReader open(Part part, long from, boolean begun) throws IOException {
    try {
      return FoldReader.open(part.file(), from, part.end(), FoldMembers::ofConversation);
    } catch (NoSuchFileException e) {
      throw begun ? new IOException("a file was moved while the history was read", e) : e;
    }
  }
}
