/**
 * The provider that speaks Chat Completions, as local servers do, and the translation between it
 * and the Responses items that everything else uses.
 */
@NullMarked
package dev.heddle.server.model.chat;

import org.jspecify.annotations.NullMarked;
