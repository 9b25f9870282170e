package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import dev.heddle.protocol.rpc.Defaulted;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the client can do or wants.
 *
 * @param requiredHumanApproval a person answers approvals of kind {@code humanCommand}
 * @param explicitGatewayOauth the client starts gateway logins itself
 * @param experimentalApi may use experimental methods and members, and receives experimental
 *     notifications
 * @param requestAttestation can answer {@code attestation/generate}
 * @param mcpServerOpenaiFormElicitation older way to declare the form extension
 * @param optOutNotificationMethods exact names of notifications not to send; null for none
 * @param extensions MCP extensions of the client by name; null for none
 */
public record InitializeCapabilities(
    @Defaulted boolean requiredHumanApproval,
    @Defaulted boolean explicitGatewayOauth,
    @Defaulted boolean experimentalApi,
    @Defaulted boolean requestAttestation,
    @Defaulted boolean mcpServerOpenaiFormElicitation,
    @Nullable List<String> optOutNotificationMethods,
    @Nullable Map<String, JsonElement> extensions) {}
