/**
 * The protocol's records rendered as JSON Schema and TypeScript. The records are the source: what a
 * client reads in a schema file is derived from them, checked in, and compared again by a test, so
 * the wire and its description cannot drift apart.
 */
@NullMarked
package dev.heddle.schema;

import org.jspecify.annotations.NullMarked;
