package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.Experimental;
import dev.heddle.protocol.rpc.OmitNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Params of the server request {@code item/commandExecution/requestApproval}: may this command run.
 *
 * @param startedAtMs unix milliseconds
 * @param approvalId tells callbacks of one item apart; null for the usual single one
 * @param environmentId null when unknown
 * @param reason the agent's justification, or null
 * @param networkApprovalContext connection that is asked about; null for a command
 * @param command the command line, or null
 * @param cwd absolute, or null
 * @param commandActions what it appears to do, or null
 * @param additionalPermissions permissions it needs beyond the sandbox; null for none
 * @param proposedExecpolicyAmendment prefix the user may allow for good; null for none
 * @param proposedNetworkPolicyAmendments rules the user may add; null for none
 * @param availableDecisions answers to offer, or null for all
 */
public record CommandExecutionRequestApprovalParams(
    @Defaulted CommandExecutionApprovalKind kind,
    String threadId,
    String turnId,
    String itemId,
    long startedAtMs,
    @OmitNull @Nullable String approvalId,
    @Nullable String environmentId,
    @OmitNull @Nullable String reason,
    @OmitNull @Nullable NetworkApprovalContext networkApprovalContext,
    @OmitNull @Nullable String command,
    @OmitNull @Nullable @LegacyAppPathString String cwd,
    @OmitNull @Nullable List<CommandAction> commandActions,
    @Experimental @OmitNull @Nullable AdditionalPermissionProfile additionalPermissions,
    @OmitNull @Nullable @ExecPolicyAmendment List<String> proposedExecpolicyAmendment,
    @OmitNull @Nullable List<NetworkPolicyAmendment> proposedNetworkPolicyAmendments,
    @Experimental(told = true) @OmitNull
        @Nullable List<CommandExecutionApprovalDecision> availableDecisions) {}
