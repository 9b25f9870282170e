/**
 * What a review is about, what its reviewer is told, and what its answer says. Pure: no thread, no
 * store, no model. The turn that carries a review out is {@code turn.ReviewTurn}.
 */
@NullMarked
package dev.heddle.server.review;

import org.jspecify.annotations.NullMarked;
