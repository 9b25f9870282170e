/** What is installed, as it is installed: the launcher, the image, and what comes out of both. */
package dev.heddle.server.image;
