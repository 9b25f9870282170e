/** Values of JSON trees. */
@NullMarked
package dev.heddle.server.json;

import org.jspecify.annotations.NullMarked;
