/**
 * The program: command line, start, composition and end of the app-server. Start reading at {@link
 * dev.heddle.server.AppServer} for what there is, and at {@link dev.heddle.server.AppServerRoutes}
 * for what it can do.
 */
@NullMarked
package dev.heddle.server;

import org.jspecify.annotations.NullMarked;
