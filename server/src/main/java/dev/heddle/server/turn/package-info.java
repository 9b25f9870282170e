/**
 * The turn engine: drives model → items → tools → model until a turn is done.
 *
 * <p>Everything a turn does becomes first a journal record of its thread, then a notification. The
 * stored form of an item is the only one the engine builds; {@link
 * dev.heddle.server.turn.ItemViews} turns it into what clients see, live and from history alike.
 */
@NullMarked
package dev.heddle.server.turn;

import org.jspecify.annotations.NullMarked;
