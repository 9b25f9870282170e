/**
 * How stores write what they keep beside the journals: books, queued messages, attachments. A store
 * says where that is; the bytes are the same.
 */
@NullMarked
package dev.heddle.server.store.format;

import org.jspecify.annotations.NullMarked;
