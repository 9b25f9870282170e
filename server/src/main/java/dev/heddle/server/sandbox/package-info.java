/**
 * What commands may touch, enforced: the sandbox policy of a turn as arguments of bubblewrap.
 *
 * <p>Whether that works is tried once, by running it. Where it does not, {@link
 * dev.heddle.server.sandbox.Sandbox#available} is false, and it is for the approvals to see to it
 * that nothing restricted runs unasked.
 */
@NullMarked
package dev.heddle.server.sandbox;

import org.jspecify.annotations.NullMarked;
