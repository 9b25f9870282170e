/** The provider that speaks OpenAI's Responses API: no translation, only reading and writing. */
@NullMarked
package dev.heddle.server.model.responses;

import org.jspecify.annotations.NullMarked;
