package dev.heddle.server.store.local;

import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.rollout.TurnListener;
import java.util.List;

/** Listener for a fold that is run for where it stands in the end. */
enum IgnoredTurns implements TurnListener {
  INSTANCE;

  @Override
  public void turnStarted(StoredTurn turn) {}

  @Override
  public void itemCompleted(StoredItem item) {}

  @Override
  public void itemContinued(StoredItem item) {}

  @Override
  public void itemStreamed(StoredItem item, boolean begins) {}

  @Override
  public void turnEnded(StoredTurn turn) {}

  @Override
  public void turnsDropped(List<String> turnIds) {}
}
