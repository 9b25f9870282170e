/**
 * What model providers that are reached over HTTP share: the client with its proxy and timeouts,
 * the retries, the event stream, and what a failure means. Knows no request format of its own.
 */
@NullMarked
package dev.heddle.server.model.http;

import org.jspecify.annotations.NullMarked;
