package dev.heddle.schema;

import dev.heddle.protocol.rpc.ErrorData;
import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.v2.AbsolutePathBuf;
import dev.heddle.protocol.v2.AgentPath;
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
import dev.heddle.protocol.v2.ExecPolicyAmendment;
import dev.heddle.protocol.v2.FileChange;
import dev.heddle.protocol.v2.FunctionCallOutputBody;
import dev.heddle.protocol.v2.FunctionCallOutputContentItem;
import dev.heddle.protocol.v2.GetConversationSummaryParams;
import dev.heddle.protocol.v2.GetConversationSummaryResponse;
import dev.heddle.protocol.v2.ImageDetail;
import dev.heddle.protocol.v2.ImageGenerationFailure;
import dev.heddle.protocol.v2.ImageGenerationInputImage;
import dev.heddle.protocol.v2.InitializeCapabilities;
import dev.heddle.protocol.v2.InitializeParams;
import dev.heddle.protocol.v2.InitializeResponse;
import dev.heddle.protocol.v2.InputModality;
import dev.heddle.protocol.v2.LegacyAppPathString;
import dev.heddle.protocol.v2.McpServerInfo;
import dev.heddle.protocol.v2.MessagePhase;
import dev.heddle.protocol.v2.ModeKind;
import dev.heddle.protocol.v2.MultiAgentMode;
import dev.heddle.protocol.v2.NetworkPolicyAmendment;
import dev.heddle.protocol.v2.NetworkPolicyRuleAction;
import dev.heddle.protocol.v2.ParsedCommand;
import dev.heddle.protocol.v2.Personality;
import dev.heddle.protocol.v2.PlanType;
import dev.heddle.protocol.v2.ReasoningEffort;
import dev.heddle.protocol.v2.ReasoningSummary;
import dev.heddle.protocol.v2.Resource;
import dev.heddle.protocol.v2.ResourceContent;
import dev.heddle.protocol.v2.ResourceTemplate;
import dev.heddle.protocol.v2.ResponseItem;
import dev.heddle.protocol.v2.ReviewDecision;
import dev.heddle.protocol.v2.Settings;
import dev.heddle.protocol.v2.SubAgentSource;
import dev.heddle.protocol.v2.ThreadId;
import dev.heddle.protocol.v2.ThreadMemoryMode;
import dev.heddle.protocol.v2.Tool;
import java.util.List;
import java.util.Set;

/**
 * The names of types in schemas, and which TypeScript folder a type lies in. The folders are those
 * that clients of this protocol import from.
 */
final class TypeNames {
  /** Types outside of the folder {@code v2}. */
  private static final Set<Class<?>> IN_ROOT =
      Set.of(
          AbsolutePathBuf.class,
          AgentPath.class,
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
          FunctionCallOutputBody.class,
          FunctionCallOutputContentItem.class,
          GetConversationSummaryParams.class,
          GetConversationSummaryResponse.class,
          ImageDetail.class,
          ImageGenerationFailure.class,
          ImageGenerationInputImage.class,
          InitializeCapabilities.class,
          InitializeParams.class,
          InitializeResponse.class,
          InputModality.class,
          LegacyAppPathString.class,
          McpServerInfo.class,
          MessagePhase.class,
          ModeKind.class,
          MultiAgentMode.class,
          ParsedCommand.class,
          Personality.class,
          PlanType.class,
          ReasoningEffort.class,
          ReasoningSummary.class,
          Resource.class,
          ResourceContent.class,
          ResourceTemplate.class,
          ResponseItem.class,
          ReviewDecision.class,
          Settings.class,
          SubAgentSource.class,
          ThreadId.class,
          ThreadMemoryMode.class,
          Tool.class);

  /** Types in both folders, each for the types beside it. */
  private static final Set<Class<?>> IN_BOTH =
      Set.of(
          ExecPolicyAmendment.class, NetworkPolicyAmendment.class, NetworkPolicyRuleAction.class);

  /** Names of the members of variants outside of the folder {@code v2}. */
  private static final Set<String> MEMBERS_IN_ROOT =
      Set.of("ImageGenerationItem", "SleepItem", "WebSearchItem");

  private static final String V2 = "v2/";

  private TypeNames() {}

  static String of(Class<?> type) {
    return type == ApiThread.class ? "Thread" : type.getSimpleName();
  }

  /** The folders of TypeScript that a type lies in. */
  static List<String> folders(Class<?> type) {
    return IN_BOTH.contains(type)
        ? List.of("", V2)
        : List.of(IN_ROOT.contains(type) || isOfFileSearch(type) ? "" : V2);
  }

  /** The TypeScript module of a type as a module in {@code from} sees it, without an extension. */
  static String module(Class<?> type, String from) {
    List<String> folders = folders(type);
    return (folders.contains(from) ? from : folders.getFirst()) + of(type);
  }

  /** The module of the members of a variant. */
  static String moduleOfMembers(String name) {
    return (MEMBERS_IN_ROOT.contains(name) ? "" : V2) + name;
  }

  /** The folder of a module. */
  static String folder(String module) {
    return module.substring(0, module.indexOf('/') + 1);
  }

  /** Whether the type is one of the file search, which is older than {@code v2}. */
  static boolean isOfFileSearch(Class<?> type) {
    return type.getSimpleName().startsWith("FuzzyFileSearch");
  }
}
