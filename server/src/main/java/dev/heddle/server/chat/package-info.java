/**
 * {@code heddle chat}: a small terminal client. It starts a server and speaks the protocol with it
 * as any other client does, so it knows nothing of the server's insides.
 */
@NullMarked
package dev.heddle.server.chat;

import org.jspecify.annotations.NullMarked;
