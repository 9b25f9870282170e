/**
 * The JSON-RPC layer: one JSON object per line, the app-server's envelope, and the one table entry
 * type that describes a method.
 *
 * <p>LSP4J gives the message classes and the words (producer, consumer, request, notification);
 * framing, the envelope and decoding are ours because this wire differs from LSP's: no {@code
 * jsonrpc} member, 64-bit and string ids echoed as sent, explicit nulls, and the peer's own texts
 * for what cannot be decoded. Nothing here knows what a thread or a turn is.
 */
@NullMarked
package dev.heddle.protocol.rpc;

import org.jspecify.annotations.NullMarked;
