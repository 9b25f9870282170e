package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.server.log.Log;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.tool.ToolItem;
import dev.heddle.server.tool.ToolOutput;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The item of a tool between its start and its end.
 *
 * <p><b>Thread-safety:</b> thread-safe; one lock, so that nothing of the item follows its end.
 */
final class CallItem implements ToolItem {
  private static final Log LOG = Log.of(CallItem.class);

  private final TurnScope scope;
  private final String itemId;
  private final String itemType;
  private final Consumer<CallItem> outliving;
  private final Function<ToolOutput, List<RolloutRecord>> outputRecords;
  private final long startedAtMs;
  private JsonObject begun; // guarded by this
  private Supplier<JsonObject> atTurnEnd = this::cut; // guarded by this
  private boolean complete; // guarded by this

  /**
   * Begins it.
   *
   * @param outliving is told when the item is to go on behind its call
   * @param outputRecords the records of its call's output; none when it was answered before
   */
  CallItem(
      TurnScope scope,
      JsonObject item,
      Consumer<CallItem> outliving,
      Function<ToolOutput, List<RolloutRecord>> outputRecords) {
    this.scope = scope;
    this.itemId = item.get("id").getAsString();
    this.itemType = Json.string(item, "type", "Unknown");
    this.begun = item.deepCopy();
    this.outliving = outliving;
    this.outputRecords = outputRecords;
    this.startedAtMs = scope.items().begun(item, itemId);
  }

  @Override
  public String itemId() {
    return itemId;
  }

  @Override
  public long startedAtMs() {
    return startedAtMs;
  }

  @Override
  public synchronized <P> Consumer<String> deltas(
      NotificationSpec<P> spec, Function<String, P> params) {
    ThreadDeltas deltas = scope.deltas(spec, params);
    PartialText partial = scope.partialOutput(itemId, itemType);
    return text -> {
      synchronized (this) {
        if (!complete) {
          partial.append(text);
          deltas.append(text);
        }
      }
    };
  }

  @Override
  public ToolOutput complete(JsonObject item, ToolOutput output) {
    end(item, outputRecords.apply(output));
    return output;
  }

  @Override
  public void complete(JsonObject item) {
    end(item, List.of());
  }

  @Override
  public void update(JsonObject item) {
    synchronized (this) {
      if (complete) {
        return;
      }
      begun = item.deepCopy();
      scope.record(Records.itemBegun(scope.clock().instant(), scope.turnId(), itemId, item));
    }
    scope.items().awaitStored();
  }

  @Override
  public void outlive(Supplier<JsonObject> finalForm) {
    synchronized (this) {
      atTurnEnd = finalForm;
    }
    outliving.accept(this);
  }

  /** It ends now: as it began, unless its tool has said how. */
  void breakOff() {
    Supplier<JsonObject> finalForm;
    synchronized (this) {
      if (complete) {
        return;
      }
      finalForm = atTurnEnd;
    }
    end(settled(finalForm), List.of());
  }

  private JsonObject settled(Supplier<JsonObject> finalForm) {
    try {
      return finalForm.get();
    } catch (RuntimeException e) {
      LOG.error("a tool cannot say how item " + itemId + " ends", e);
      return cut();
    }
  }

  private synchronized JsonObject cut() {
    JsonObject cut = begun.deepCopy();
    StoredItems.cut(cut);
    return cut;
  }

  private synchronized void end(JsonObject item, List<RolloutRecord> more) {
    if (complete) {
      more.forEach(scope::record);
      return;
    }
    complete = true;
    scope.items().completed(item, itemId, startedAtMs, more);
  }
}
