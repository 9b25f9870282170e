package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model to choose from.
 *
 * @param id unique within the list
 * @param model name to send in requests
 * @param upgrade model to move to, or null
 * @param availabilityNux note for users, or null
 * @param hidden left out unless asked for
 * @param multiAgentVersion null when not fixed
 * @param defaultServiceTier null for the standard tier
 * @param availableAccessPrograms null when not restricted
 */
public record Model(
    String id,
    String model,
    @Nullable String upgrade,
    @Nullable ModelUpgradeInfo upgradeInfo,
    @Nullable ModelAvailabilityNux availabilityNux,
    String displayName,
    String description,
    @Nullable String modelSpecialty,
    boolean hidden,
    List<ReasoningEffortOption> supportedReasoningEfforts,
    @ReasoningEffort String defaultReasoningEffort,
    @Defaulted("[\"text\", \"image\"]") List<InputModality> inputModalities,
    @Defaulted boolean supportsPersonality,
    @Nullable MultiAgentVersion multiAgentVersion,
    @Defaulted List<String> additionalSpeedTiers,
    @Defaulted List<ModelServiceTier> serviceTiers,
    @Nullable String defaultServiceTier,
    @Nullable ModelAccessPrograms availableAccessPrograms,
    boolean isDefault) {}
