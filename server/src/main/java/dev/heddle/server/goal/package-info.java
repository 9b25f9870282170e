/**
 * What a thread is to reach by itself: who changes it, what it has used, what its model is told.
 */
@NullMarked
package dev.heddle.server.goal;

import org.jspecify.annotations.NullMarked;
