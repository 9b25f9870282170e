package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;
import org.jspecify.annotations.Nullable;

/** Repository state in a conversation summary. */
public record ConversationGitInfo(
    @Nullable String sha,
    @Nullable String branch,
    @SerializedName("origin_url") @Nullable String originUrl) {}
