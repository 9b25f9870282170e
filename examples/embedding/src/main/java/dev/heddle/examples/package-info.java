/**
 * Small programs that use Heddle as a library. They are compiled and tested with it, and know no
 * more of it than any other program could.
 */
@NullMarked
package dev.heddle.examples;

import org.jspecify.annotations.NullMarked;
