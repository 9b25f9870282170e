package dev.heddle.server.approval;

import dev.heddle.protocol.v2.AskForApproval;
import dev.heddle.server.sandbox.Sandbox;
import dev.heddle.server.shell.CommandRisk;
import dev.heddle.server.shell.ShellScript;
import dev.heddle.server.thread.TurnSettings;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which commands run, are asked about, or are refused.
 *
 * <p>In this order: a rule that forbids; what was allowed before, by a rule or for the session;
 * known to be safe; known to be dangerous; the approval policy. What the sandbox of the turn cannot
 * confine, because this machine has none, is asked about, and refused where nobody may be asked: it
 * never runs unconfined by itself.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class CommandApprovals {
  private final ExecRules rules;
  private final Sandbox sandbox;
  private final ConcurrentHashMap<String, Set<Grant>> grants = new ConcurrentHashMap<>();

  /**
   * What the user allowed for the session.
   *
   * @param place where it was to run
   */
  private record Grant(List<String> argv, String cwd, boolean escalated, Place place) {
    static Grant of(CommandToRun command, Place place) {
      return new Grant(command.argv(), command.cwd(), command.escalated(), place);
    }
  }

  /** Where a command was to run when the user was asked about it. */
  private enum Place {
    /** In the sandbox, and it may nowhere else. */
    SANDBOX,
    /** Outside of the sandbox of the turn. */
    OUTSIDE,
    /** In a turn without a sandbox: nobody was asked whether it may leave one. */
    UNRESTRICTED;

    static Place of(Need.Asking asked) {
      if (!asked.restricted()) {
        return UNRESTRICTED;
      }
      return asked.confined() ? SANDBOX : OUTSIDE;
    }
  }

  public CommandApprovals(ExecRules rules, Sandbox sandbox) {
    this.rules = rules;
    this.sandbox = sandbox;
  }

  /** What {@code command} needs in a turn of the thread with these settings. */
  public Need need(String threadId, CommandToRun command, TurnSettings settings) {
    AskForApproval policy = settings.approvalPolicy();
    boolean restricted = Sandbox.confines(settings.sandboxPolicy());
    boolean confined = restricted && !command.escalated();
    ExecRules.Decision ruled = ruled(command);
    if (ruled == ExecRules.Decision.FORBIDDEN) {
      return new Need.Forbidden("A rule of the user forbids this command. It was not run.");
    }
    boolean grantedUnrestricted = isGranted(threadId, command, Place.UNRESTRICTED);
    if (ruled == ExecRules.Decision.ALLOW
        || isGranted(threadId, command, Place.OUTSIDE)
        || (grantedUnrestricted && !restricted)) {
      return new Need.Nothing(false);
    }
    if (confined
        && (isGranted(threadId, command, Place.SANDBOX)
            || (grantedUnrestricted && sandbox.available()))) {
      return new Need.Nothing(true);
    }
    if (command.escalated() && restricted && !mayEscalate(policy)) {
      return new Need.Forbidden(
          "The approval policy does not let you ask for escalated permissions. The command was not"
              + " run; try it without them.");
    }
    if (ruled == ExecRules.Decision.PROMPT) {
      return mayAskByRule(policy)
          ? new Need.Asking(
              restricted,
              confined,
              or(command.justification(), "A rule asks for your word on this command."),
              null)
          : new Need.Forbidden(
              "A rule asks for the user's word on this command, and the approval policy does not"
                  + " let you ask. It was not run.");
    }
    boolean safe = CommandRisk.isSafe(command.script());
    if (safe && !(command.escalated() && restricted)) {
      return new Need.Nothing(confined && sandbox.available());
    }
    if (confined && !sandbox.available()) {
      return unconfined(command, policy);
    }
    boolean dangerous = CommandRisk.isDangerous(command.script());
    if (dangerous && policy instanceof AskForApproval.Never) {
      return new Need.Forbidden(
          "This command removes files by force, which needs the user's word, and the approval"
              + " policy does not let you ask. It was not run.");
    }
    boolean asks =
        policy instanceof AskForApproval.Untrusted
            || (command.escalated() && restricted)
            || dangerous;
    return asks
        ? ask(command, restricted, confined, command.justification())
        : new Need.Nothing(confined);
  }

  private Need unconfined(CommandToRun command, AskForApproval policy) {
    return mayEscalate(policy)
        ? ask(
            command,
            true,
            false,
            or(
                command.justification(),
                "There is no sandbox on this machine: " + sandbox.problem() + "."))
        : new Need.Forbidden(
            "The command was not run: the sandbox that the policy asks for does not exist on this"
                + " machine ("
                + sandbox.problem()
                + "), and you may not ask for approval. Only commands known to change nothing"
                + " run.");
  }

  /**
   * What a command needs that failed in its sandbox in a way that looks like the sandbox's doing;
   * {@link Need.Nothing} when its failure is the answer.
   */
  public Need afterDenial(CommandToRun command, TurnSettings settings) {
    boolean asks =
        settings.approvalPolicy() instanceof AskForApproval.Untrusted
            || (settings.approvalPolicy() instanceof AskForApproval.Granular granular
                && granular.sandboxApproval());
    return asks
        ? ask(command, true, false, "command failed; retry without sandbox?")
        : new Need.Nothing(true);
  }

  private static Need ask(
      CommandToRun command, boolean restricted, boolean confined, @Nullable String reason) {
    return new Need.Asking(restricted, confined, reason, amendment(command));
  }

  /** The user allowed it for the session when asked this. */
  public void grant(String threadId, CommandToRun command, Need.Asking asked) {
    grants
        .computeIfAbsent(threadId, id -> ConcurrentHashMap.newKeySet())
        .add(Grant.of(command, Place.of(asked)));
  }

  /** The session of this thread is over; what was allowed for it is no longer. */
  public void forget(String threadId) {
    grants.remove(threadId);
  }

  /** The user allowed what begins with {@code prefix} for ever. */
  public void allow(List<String> prefix) throws IOException {
    rules.allow(prefix);
  }

  private boolean isGranted(String threadId, CommandToRun command, Place place) {
    return grants.getOrDefault(threadId, Set.of()).contains(Grant.of(command, place));
  }

  /** All plain commands of a script have to be allowed; one that is forbidden is enough. */
  private ExecRules.Decision ruled(CommandToRun command) {
    ShellScript script = ShellScript.parse(command.script());
    if (script == null) {
      return rules.decide(command.argv());
    }
    boolean allAllowed = true;
    ExecRules.Decision strictest = ExecRules.Decision.NONE;
    for (ShellScript.Command each : script.commands()) {
      ExecRules.Decision decision = rules.decide(each.words());
      allAllowed &= decision == ExecRules.Decision.ALLOW;
      if (decision.compareTo(ExecRules.Decision.ALLOW) > 0 && decision.compareTo(strictest) > 0) {
        strictest = decision;
      }
    }
    if (strictest != ExecRules.Decision.NONE) {
      return strictest;
    }
    return allAllowed ? ExecRules.Decision.ALLOW : ExecRules.Decision.NONE;
  }

  /** The model's proposal if it is one, or the words of the first command. */
  private static List<String> amendment(CommandToRun command) {
    ShellScript script = ShellScript.parse(command.script());
    if (script == null) {
      return command.argv();
    }
    List<String> words = script.commands().getFirst().words();
    List<String> proposed = command.prefix();
    return proposed != null
            && !proposed.isEmpty()
            && proposed.size() <= words.size()
            && words.subList(0, proposed.size()).equals(proposed)
        ? proposed
        : words;
  }

  private static String or(@Nullable String justification, String otherwise) {
    return justification == null ? otherwise : justification;
  }

  private static boolean mayEscalate(AskForApproval policy) {
    return switch (policy) {
      case AskForApproval.Never never -> false;
      case AskForApproval.Granular granular -> granular.sandboxApproval();
      case AskForApproval.OnRequest onRequest -> true;
      case AskForApproval.Untrusted untrusted -> true;
    };
  }

  private static boolean mayAskByRule(AskForApproval policy) {
    return switch (policy) {
      case AskForApproval.Never never -> false;
      case AskForApproval.Granular granular -> granular.rules();
      case AskForApproval.OnRequest onRequest -> true;
      case AskForApproval.Untrusted untrusted -> true;
    };
  }
}
