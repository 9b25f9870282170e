/** Values of JSON trees, and what their strings can hold. */
@NullMarked
package dev.heddle.server.json;

import org.jspecify.annotations.NullMarked;
