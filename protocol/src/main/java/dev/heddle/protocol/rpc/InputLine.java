package dev.heddle.protocol.rpc;

/**
 * The bytes of one line of input, without its {@code '\n'}, inside a buffer that the reader uses
 * again for the next line.
 *
 * @param buffer holds the line
 * @param offset where the line starts
 * @param length bytes of the line in the buffer; for an oversized line those that were kept
 * @param oversized whether the line is longer than the limit
 * @param tail the last bytes of an oversized line, else empty
 * @param terminated whether a {@code '\n'} followed, rather than the end of input
 */
@SuppressWarnings("ArrayRecordComponent") // a view for the reader's own use, never compared
record InputLine(
    byte[] buffer, int offset, int length, boolean oversized, byte[] tail, boolean terminated) {}
