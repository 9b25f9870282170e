package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Params of the server request {@code execCommandApproval}: older form of the command question.
 *
 * @param approvalId tells callbacks of one item apart; null for the usual single one
 * @param command the words of the command
 * @param cwd absolute working directory
 * @param reason null when not given
 */
public record ExecCommandApprovalParams(
    @ThreadId String conversationId,
    String callId,
    @Nullable String approvalId,
    List<String> command,
    String cwd,
    @Nullable String reason,
    List<ParsedCommand> parsedCmd) {}
