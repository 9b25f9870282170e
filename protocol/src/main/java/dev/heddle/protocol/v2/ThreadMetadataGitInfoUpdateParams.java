package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Settable;

/** Repository facts to change: absent keeps, null clears, text sets. */
public record ThreadMetadataGitInfoUpdateParams(
    Settable<String> sha, Settable<String> branch, Settable<String> originUrl) {}
