package dev.heddle.server.context;

import dev.heddle.protocol.v2.AskForApproval;
import dev.heddle.protocol.v2.NetworkAccess;
import dev.heddle.protocol.v2.SandboxPolicy;
import java.util.List;

/** What a model may do, in words for the model. */
final class PermissionText {
  private PermissionText() {}

  /** Under this sandbox, with these rules for asking. */
  static String of(SandboxPolicy sandbox, AskForApproval approval, List<String> roots) {
    return "<permissions instructions>\n"
        + files(sandbox, roots)
        + "\n"
        + network(sandbox)
        + "\n"
        + asking(approval)
        + "\n</permissions instructions>";
  }

  private static String files(SandboxPolicy sandbox, List<String> roots) {
    return switch (sandbox) {
      case SandboxPolicy.DangerFullAccess full ->
          "Sandbox mode: danger-full-access. Nothing keeps your commands from any file of this"
              + " account.";
      case SandboxPolicy.ReadOnly readOnly ->
          "Sandbox mode: read-only. Your commands can read files and change none.";
      case SandboxPolicy.WorkspaceWrite workspace ->
          "Sandbox mode: workspace-write. Your commands can read files, and change those below "
              + String.join(", ", roots)
              + also(workspace.writableRoots())
              + ".";
      case SandboxPolicy.ExternalSandbox external ->
          "Your commands run in a sandbox that is not this server's; it decides what they can"
              + " touch.";
    };
  }

  private static String also(List<String> roots) {
    return roots.isEmpty() ? "" : ", and below " + String.join(", ", roots);
  }

  private static String network(SandboxPolicy sandbox) {
    boolean open =
        switch (sandbox) {
          case SandboxPolicy.DangerFullAccess full -> true;
          case SandboxPolicy.ReadOnly readOnly -> readOnly.networkAccess();
          case SandboxPolicy.WorkspaceWrite workspace -> workspace.networkAccess();
          case SandboxPolicy.ExternalSandbox external ->
              external.networkAccess() == NetworkAccess.ENABLED;
        };
    return open ? "They can use the network." : "They cannot use the network.";
  }

  private static String asking(AskForApproval approval) {
    return switch (approval) {
      case AskForApproval.Never never ->
          "Approval policy: never. Nobody is asked; what the sandbox refuses stays refused, so do"
              + " not ask for more.";
      case AskForApproval.OnRequest onRequest ->
          "Approval policy: on-request. When a step needs more than the sandbox allows, ask for it"
              + " with that step and say why in a sentence; the person decides.";
      case AskForApproval.Untrusted untrusted ->
          "Approval policy: untrusted. The person is asked before any command that does more than"
              + " look.";
      case AskForApproval.Granular granular ->
          "Approval policy: granular. The person is asked about some kinds of steps only; the"
              + " others are refused without a question.";
    };
  }
}
