package dev.heddle.server.tool.patch;

import dev.heddle.protocol.v2.AskForApproval;
import dev.heddle.protocol.v2.FileChangeApprovalDecision;
import dev.heddle.protocol.v2.FileChangeRequestApprovalParams;
import dev.heddle.protocol.v2.FileChangeRequestApprovalResponse;
import dev.heddle.protocol.v2.ServerRequests;
import dev.heddle.protocol.v2.ThreadActiveFlag;
import dev.heddle.server.connection.ClientAnswer;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.patch.PatchPlan;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.tool.ToolFailedException;
import dev.heddle.server.tool.ToolItem;
import dev.heddle.server.tool.ToolScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a patch may be carried out: by the thread's settings, by what the user has allowed
 * before, or because the user says so now.
 *
 * <p><b>Thread-safety:</b> one thread, the turn's.
 */
final class PatchApproval {
  private final GrantedFiles granted;
  private final Duration patience;

  /**
   * @param patience how long a question to the user waits
   */
  PatchApproval(GrantedFiles granted, Duration patience) {
    this.granted = granted;
    this.patience = patience;
  }

  /**
   * Whether the user has to be asked.
   *
   * @throws ToolFailedException when it may not be done, and asking is switched off
   */
  boolean mustAsk(PatchPlan plan, TurnSettings settings) throws ToolFailedException {
    List<Path> targets = plan.targets();
    if (granted.holdAll(targets)) {
      return false;
    }
    if (settings.approvalPolicy() instanceof AskForApproval.Untrusted) {
      return true;
    }
    WritableRoots roots = WritableRoots.of(settings);
    Optional<Path> outside = targets.stream().filter(target -> !roots.hold(target)).findFirst();
    if (outside.isEmpty()) {
      return false;
    }
    boolean asks =
        switch (settings.approvalPolicy()) {
          case AskForApproval.Never never -> false;
          case AskForApproval.Granular topics -> topics.sandboxApproval();
          case AskForApproval.OnRequest request -> true;
          case AskForApproval.Untrusted untrusted -> true;
        };
    if (!asks) {
      throw new ToolFailedException(
          "The patch was not applied: `"
              + outside.get()
              + "` must not be written here, and the user does not want to be asked.");
    }
    return true;
  }

  /**
   * Asks the user.
   *
   * @return the decision, or null when there was none in time
   * @throws CancelledException when the turn is to stop
   */
  @Nullable FileChangeApprovalDecision ask(PatchPlan plan, ToolItem item, ToolScope scope)
      throws CancelledException {
    ClientAnswer<FileChangeRequestApprovalResponse> answer;
    try (var waiting = scope.waiting(ThreadActiveFlag.WAITING_ON_APPROVAL)) {
      answer =
          scope.askForDecision(
              ServerRequests.ITEM_FILE_CHANGE_REQUEST_APPROVAL,
              new FileChangeRequestApprovalParams(
                  scope.threadId(),
                  scope.turnId(),
                  item.itemId(),
                  scope.clock().millis(),
                  null,
                  null),
              patience);
    }
    if (!(answer instanceof ClientAnswer.Answered<FileChangeRequestApprovalResponse> given)) {
      return null;
    }
    FileChangeApprovalDecision decision = given.result().decision();
    if (decision == FileChangeApprovalDecision.ACCEPT_FOR_SESSION) {
      granted.add(plan.targets());
    }
    return decision;
  }
}
