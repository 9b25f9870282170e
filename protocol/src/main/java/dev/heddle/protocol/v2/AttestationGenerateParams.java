package dev.heddle.protocol.v2;

/** Params of the server request {@code attestation/generate}: proof of origin is needed. */
public record AttestationGenerateParams() {}
