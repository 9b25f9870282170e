/** JSON text as the bytes of UTF-8, for the wire and for whoever keeps lines of it. */
@NullMarked
package dev.heddle.protocol.json;

import org.jspecify.annotations.NullMarked;
