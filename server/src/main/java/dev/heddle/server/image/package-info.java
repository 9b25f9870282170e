/**
 * Pictures that models are shown: files of this machine and data URLs, as providers take them. What
 * is no picture of a form they all know is kept from them.
 */
@NullMarked
package dev.heddle.server.image;

import org.jspecify.annotations.NullMarked;
