package dev.heddle.server;

import dev.heddle.server.dispatch.Routes;

/**
 * The table of what the server can do: method → handler, one line each. {@code initialize} is not
 * in it, because it is answered before this is loaded.
 */
final class AppServerRoutes {
  private AppServerRoutes() {}

  /** All methods but {@code initialize}. */
  static Routes of() {
    return new Routes();
  }
}
