/**
 * Planning with the user: the list of steps that a model keeps, questions it asks, and the mode in
 * which it plans and carries nothing out.
 */
@NullMarked
package dev.heddle.server.tool.plan;

import org.jspecify.annotations.NullMarked;
