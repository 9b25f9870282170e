/**
 * The files of the machine, for clients that let the server look after them: reading, writing,
 * copying, removing, watching. Nothing here knows of threads; what a model may touch is decided
 * elsewhere, what a client may touch is decided by the rights of the process.
 */
@NullMarked
package dev.heddle.server.files;

import org.jspecify.annotations.NullMarked;
