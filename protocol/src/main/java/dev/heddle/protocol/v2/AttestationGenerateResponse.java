package dev.heddle.protocol.v2;

/** Answer to {@code attestation/generate}: the proof. */
public record AttestationGenerateResponse(String token) {}
