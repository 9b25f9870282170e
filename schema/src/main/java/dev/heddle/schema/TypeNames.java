package dev.heddle.schema;

import dev.heddle.protocol.rpc.ErrorData;
import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.v2.ApiThread;
import dev.heddle.protocol.v2.ApplyPatchApprovalParams;
import dev.heddle.protocol.v2.ApplyPatchApprovalResponse;
import dev.heddle.protocol.v2.AuthMode;
import dev.heddle.protocol.v2.ClientInfo;
import dev.heddle.protocol.v2.CollaborationMode;
import dev.heddle.protocol.v2.ConversationGitInfo;
import dev.heddle.protocol.v2.ConversationSummary;
import dev.heddle.protocol.v2.ExecCommandApprovalParams;
import dev.heddle.protocol.v2.ExecCommandApprovalResponse;
import dev.heddle.protocol.v2.FileChange;
import dev.heddle.protocol.v2.GetConversationSummaryParams;
import dev.heddle.protocol.v2.GetConversationSummaryResponse;
import dev.heddle.protocol.v2.ImageDetail;
import dev.heddle.protocol.v2.ImageGenerationFailure;
import dev.heddle.protocol.v2.ImageGenerationInputImage;
import dev.heddle.protocol.v2.InitializeCapabilities;
import dev.heddle.protocol.v2.InitializeParams;
import dev.heddle.protocol.v2.InitializeResponse;
import dev.heddle.protocol.v2.InputModality;
import dev.heddle.protocol.v2.McpServerInfo;
import dev.heddle.protocol.v2.MessagePhase;
import dev.heddle.protocol.v2.ModeKind;
import dev.heddle.protocol.v2.MultiAgentMode;
import dev.heddle.protocol.v2.ParsedCommand;
import dev.heddle.protocol.v2.Personality;
import dev.heddle.protocol.v2.PlanType;
import dev.heddle.protocol.v2.ReasoningSummary;
import dev.heddle.protocol.v2.ReviewDecision;
import dev.heddle.protocol.v2.Settings;
import dev.heddle.protocol.v2.SubAgentSource;
import dev.heddle.protocol.v2.ThreadMemoryMode;
import java.util.Set;

/**
 * The names of types in schemas, and which TypeScript folder a type lies in. The folders are those
 * that clients of this protocol import from.
 */
final class TypeNames {
  /** Types outside of the folder {@code v2}. */
  private static final Set<Class<?>> IN_ROOT =
      Set.of(
          ApplyPatchApprovalParams.class,
          ApplyPatchApprovalResponse.class,
          AuthMode.class,
          ClientInfo.class,
          CollaborationMode.class,
          ConversationGitInfo.class,
          ConversationSummary.class,
          ErrorData.class,
          ErrorKind.class,
          ExecCommandApprovalParams.class,
          ExecCommandApprovalResponse.class,
          FileChange.class,
          GetConversationSummaryParams.class,
          GetConversationSummaryResponse.class,
          ImageDetail.class,
          ImageGenerationFailure.class,
          ImageGenerationInputImage.class,
          InitializeCapabilities.class,
          InitializeParams.class,
          InitializeResponse.class,
          InputModality.class,
          McpServerInfo.class,
          MessagePhase.class,
          ModeKind.class,
          MultiAgentMode.class,
          ParsedCommand.class,
          Personality.class,
          PlanType.class,
          ReasoningSummary.class,
          ReviewDecision.class,
          Settings.class,
          SubAgentSource.class,
          ThreadMemoryMode.class);

  private TypeNames() {}

  static String of(Class<?> type) {
    return type == ApiThread.class ? "Thread" : type.getSimpleName();
  }

  /** The TypeScript module of a type, without an extension. */
  static String module(Class<?> type) {
    return (IN_ROOT.contains(type) || isOfFileSearch(type) ? "" : "v2/") + of(type);
  }

  /** Whether the type is one of the file search, which is older than {@code v2}. */
  static boolean isOfFileSearch(Class<?> type) {
    return type.getSimpleName().startsWith("FuzzyFileSearch");
  }
}
