package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Experimental;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/metadata/update}: stored facts to change; absent members stay.
 *
 * @param projectId empty removes it from its project; null keeps it
 * @param gitInfo null keeps it
 * @param daybreakEnabled null keeps it
 */
public record ThreadMetadataUpdateParams(
    String threadId,
    @Experimental @Nullable String projectId,
    @Nullable ThreadMetadataGitInfoUpdateParams gitInfo,
    @Experimental @Nullable Boolean daybreakEnabled)
    implements OnThread {}
