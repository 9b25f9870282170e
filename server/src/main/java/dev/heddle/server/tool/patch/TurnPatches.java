package dev.heddle.server.tool.patch;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.FileChangeApprovalDecision;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.TurnDiffUpdatedNotification;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.patch.PatchException;
import dev.heddle.server.patch.PatchPlan;
import dev.heddle.server.patch.PatchPlanner;
import dev.heddle.server.patch.PatchWriter;
import dev.heddle.server.patch.TurnDiff;
import dev.heddle.server.tool.Tool;
import dev.heddle.server.tool.ToolCall;
import dev.heddle.server.tool.ToolFailedException;
import dev.heddle.server.tool.ToolItem;
import dev.heddle.server.tool.ToolOutput;
import dev.heddle.server.tool.ToolScope;
import dev.heddle.server.tool.ToolSet;
import dev.heddle.server.tool.ToolTurn;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The patches of one turn: carried out one after the other, and told together as the turn's diff.
 *
 * <p>A patch is read and compared with the files before anybody hears of it; one that does not fit
 * is told to the model only. Then it is an item, which the user may be asked about, and at last the
 * files are changed, if they are still what they were.
 *
 * <p><b>Thread-safety:</b> one thread, the turn's.
 */
final class TurnPatches implements ToolSet {
  private static final String DECLINED =
      "The user declined this patch. Nothing was changed; ask what they want instead.";
  private static final String NO_DECISION =
      "Nobody decided about this patch in time. Nothing was changed.";

  private final PatchApproval approval;
  private final PatchPlanner planner;
  private final PatchWriter writer;
  private final List<Tool> tools;
  private @Nullable TurnDiff diff;

  /**
   * @param offered whether the model is offered a tool of its own for patches
   */
  TurnPatches(PatchApproval approval, PatchPlanner planner, PatchWriter writer, boolean offered) {
    this.approval = approval;
    this.planner = planner;
    this.writer = writer;
    this.tools =
        offered
            ? List.of(new ApplyPatchTool(this), new ShellPatchTool(this))
            : List.of(new ShellPatchTool(this));
  }

  @Override
  public List<Tool> tools() {
    return tools;
  }

  /** Clients that show the diff beside an answer get it with each. */
  @Override
  public void modelAnswered(ToolTurn turn) {
    if (diff != null && !diff.text().isEmpty()) {
      tellDiff(turn, diff);
    }
  }

  /**
   * Carries out a patch.
   *
   * @param cwd absolute; what its paths are relative to
   */
  ToolOutput apply(String patch, Path cwd, ToolCall call, ToolScope scope)
      throws CancelledException, ToolFailedException {
    PatchPlan plan;
    try {
      plan = planner.plan(patch, cwd, scope.cancellation()::isCancelled);
    } catch (PatchException e) {
      checkStopped(e);
      throw new ToolFailedException("The patch was not applied: " + e.reason());
    }
    boolean ask = approval.mustAsk(plan, scope.settings());
    JsonObject begun = FileChangeItems.begun(call.callId(), plan);
    ToolItem item = scope.begin(ask ? FileChangeItems.asking(begun) : begun);
    if (ask) {
      FileChangeApprovalDecision decision = approval.ask(plan, item, scope);
      if (decision == null || decision == FileChangeApprovalDecision.DECLINE) {
        String why = decision == null ? NO_DECISION : DECLINED;
        return item.complete(
            FileChangeItems.over(begun, "declined", "", why), ToolOutput.failure(why));
      }
      if (decision == FileChangeApprovalDecision.CANCEL) {
        item.complete(
            FileChangeItems.over(begun, "declined", "", DECLINED), ToolOutput.failure(DECLINED));
        scope.stopTurn();
      }
      scope.cancellation().check();
      item.update(begun); // a crash from now on leaves one that was begun
    }
    return carryOut(plan, cwd, begun, item, scope);
  }

  private ToolOutput carryOut(
      PatchPlan plan, Path cwd, JsonObject begun, ToolItem item, ToolScope scope)
      throws CancelledException {
    try {
      writer.apply(plan, scope.cancellation()::isCancelled);
    } catch (PatchException e) {
      checkStopped(e); // the item ends as one that was cut
      return item.complete(
          FileChangeItems.over(begun, "failed", "", e.reason()),
          ToolOutput.failure("The patch was not applied: " + e.reason()));
    }
    String done = "Changed files:\n" + plan.summary(cwd);
    ToolOutput output =
        item.complete(FileChangeItems.over(begun, "completed", done, ""), ToolOutput.text(done));
    TurnDiff all = diff == null ? TurnDiff.in(Path.of(scope.settings().cwd())) : diff;
    all.add(plan);
    diff = all;
    tellDiff(scope, all);
    return output;
  }

  private static void checkStopped(PatchException e) throws CancelledException {
    if (e.kind() == PatchException.Kind.STOPPED) {
      throw new CancelledException();
    }
  }

  private static void tellDiff(ToolTurn turn, TurnDiff diff) {
    turn.tell(
        ServerNotifications.TURN_DIFF_UPDATED,
        new TurnDiffUpdatedNotification(turn.threadId(), turn.turnId(), diff.text()));
  }
}
