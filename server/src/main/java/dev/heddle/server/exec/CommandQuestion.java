package dev.heddle.server.exec;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.CommandAction;
import dev.heddle.protocol.v2.CommandExecutionApprovalDecision;
import dev.heddle.protocol.v2.CommandExecutionApprovalKind;
import dev.heddle.protocol.v2.CommandExecutionRequestApprovalParams;
import dev.heddle.protocol.v2.CommandExecutionRequestApprovalResponse;
import dev.heddle.protocol.v2.ServerRequests;
import dev.heddle.server.approval.CommandApprovals;
import dev.heddle.server.approval.CommandToRun;
import dev.heddle.server.approval.Need;
import dev.heddle.server.connection.ClientAnswer;
import dev.heddle.server.log.Log;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.shell.CommandActions;
import dev.heddle.server.shell.ShellScript;
import dev.heddle.server.tool.ToolScope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The question to the user whether a command may run, and what follows from the answer.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class CommandQuestion {
  private static final Log LOG = Log.of(CommandQuestion.class);

  private final CommandApprovals approvals;
  private final Duration patience;

  /** What the user said. */
  enum Word {
    RUN,
    DECLINED,
    CANCELLED,
    UNANSWERED
  }

  CommandQuestion(CommandApprovals approvals, Duration patience) {
    this.approvals = approvals;
    this.patience = patience;
  }

  /** Asks, and remembers what is to be remembered. */
  Word ask(ToolScope scope, String itemId, long startedAtMs, CommandToRun command, Need.Asking need)
      throws CancelledException {
    ClientAnswer<CommandExecutionRequestApprovalResponse> answer =
        scope.askForDecision(
            ServerRequests.ITEM_COMMAND_EXECUTION_REQUEST_APPROVAL,
            params(scope, itemId, startedAtMs, command, need),
            patience);
    if (!(answer instanceof ClientAnswer.Answered<CommandExecutionRequestApprovalResponse> given)) {
      return Word.UNANSWERED;
    }
    return switch (given.result().decision()) {
      case CommandExecutionApprovalDecision.Accept accept -> Word.RUN;
      case CommandExecutionApprovalDecision.AcceptForSession session -> {
        approvals.grant(scope.threadId(), command, need);
        yield Word.RUN;
      }
      case CommandExecutionApprovalDecision.AcceptWithExecpolicyAmendment amended -> {
        if (need.amendment() != null) {
          remember(scope, amended.execpolicyAmendment());
        }
        yield Word.RUN;
      }
      case CommandExecutionApprovalDecision.ApplyNetworkPolicyAmendment network -> Word.DECLINED;
      case CommandExecutionApprovalDecision.Decline decline -> Word.DECLINED;
      case CommandExecutionApprovalDecision.Cancel cancel -> Word.CANCELLED;
    };
  }

  private void remember(ToolScope scope, List<String> prefix) {
    if (prefix.isEmpty()) {
      return; // it would allow everything
    }
    try {
      approvals.allow(prefix);
    } catch (IOException e) {
      LOG.warn("a rule could not be stored", e);
      scope.warn("The rule could not be saved. The command runs this once.");
    }
  }

  private static CommandExecutionRequestApprovalParams params(
      ToolScope scope, String itemId, long startedAtMs, CommandToRun command, Need.Asking need) {
    return new CommandExecutionRequestApprovalParams(
        CommandExecutionApprovalKind.COMMAND,
        scope.threadId(),
        scope.turnId(),
        itemId,
        startedAtMs,
        null,
        "local",
        need.reason(),
        null,
        ShellScript.join(command.argv()),
        command.cwd(),
        actions(command),
        null,
        need.amendment(),
        null,
        decisions(need.amendment()));
  }

  private static List<CommandExecutionApprovalDecision> decisions(
      @Nullable List<String> amendment) {
    CommandExecutionApprovalDecision accept = new CommandExecutionApprovalDecision.Accept();
    CommandExecutionApprovalDecision cancel = new CommandExecutionApprovalDecision.Cancel();
    return amendment == null
        ? List.of(accept, cancel)
        : List.of(
            accept,
            new CommandExecutionApprovalDecision.AcceptWithExecpolicyAmendment(amendment),
            cancel);
  }

  private static List<CommandAction> actions(CommandToRun command) {
    List<CommandAction> actions = new ArrayList<>();
    JsonArray parsed = CommandActions.of(command.script(), command.cwd());
    for (JsonElement each : parsed) {
      JsonObject action = each.getAsJsonObject().deepCopy();
      action.add("command", action.remove("cmd"));
      if (Json.string(action, "type", "").equals("list_files")) {
        action.addProperty("type", "listFiles");
      }
      actions.add(WireJson.decode(action, CommandAction.class));
    }
    return actions;
  }
}
