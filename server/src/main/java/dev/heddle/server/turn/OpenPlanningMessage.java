package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.RolloutRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of a model that plans, while it streams: up to two items, the plan it proposes and what
 * it says besides. Each begins with its first text.
 *
 * <p><b>Thread-safety:</b> one thread, the turn's runner.
 */
final class OpenPlanningMessage implements OpenItem {
  private final TurnScope scope;
  private final OpenMessage message;
  private final StringBuilder raw = new StringBuilder();
  private final PlanMarks marks = new PlanMarks(this::said, this::planBegins, this::planned);
  private boolean messageBegan;
  private @Nullable OpenPlan plan;

  OpenPlanningMessage(TurnScope scope, OpenMessage message) {
    this.scope = scope;
    this.message = message;
  }

  @Override
  public String itemId() {
    return message.itemId();
  }

  @Override
  public void start() {
    // With its first text.
  }

  @Override
  public void append(String piece) {
    raw.append(piece);
    marks.append(piece);
  }

  private void said(String piece) {
    if (!messageBegan) {
      messageBegan = true;
      message.start();
    }
    message.append(piece);
  }

  private void planBegins() {
    if (plan == null) {
      plan = new OpenPlan(scope, scope.items().nextPlanId());
    } else {
      plan.beginAgain();
    }
  }

  private void planned(String piece) {
    if (plan != null) {
      plan.append(piece);
    }
  }

  @Override
  public void complete(JsonObject item, RolloutRecord record) {
    String whole = OpenMessage.outputText(item);
    if (whole.startsWith(raw.toString())) {
      append(whole.substring(raw.length())); // what came without a delta
    }
    marks.end();
    if (plan != null) {
      plan.end(false);
    } else if (!messageBegan) {
      said(""); // an empty message is one all the same
    }
    if (messageBegan) {
      message.complete(message.text(), item, List.of(record));
    } else {
      scope.record(record);
    }
  }

  @Override
  public void breakOff(boolean keepInContext) {
    marks.end();
    if (plan != null) {
      plan.end(true);
    }
    List<RolloutRecord> context =
        keepInContext && !raw.isEmpty()
            ? List.of(scope.responseItem(Messages.assistant(itemId(), raw.toString())))
            : List.of();
    if (messageBegan) {
      message.breakOff(context);
    } else {
      scope.record(context);
    }
  }
}
