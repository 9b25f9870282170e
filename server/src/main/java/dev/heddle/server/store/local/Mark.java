package dev.heddle.server.store.local;

import java.nio.file.Path;

/**
 * How far a row covers its thread's current file.
 *
 * @param path the file
 * @param stamp what the file system said of it
 * @param covered bytes of whole lines that went into the row
 * @param lastOrdinal newest ordinal among them
 * @param tailHash hash of the bytes just before {@code covered}: tells growth from replacement
 * @param contentHash {@link ContentHash} of all that is covered; empty for a compressed file
 */
record Mark(
    Path path,
    FileStamp stamp,
    long covered,
    long lastOrdinal,
    String tailHash,
    String contentHash) {}
