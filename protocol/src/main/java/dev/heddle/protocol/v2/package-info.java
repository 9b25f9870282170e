/**
 * What the app-server protocol says: one record per params, result, notification and part of one,
 * named as in the protocol's schema, and the tables that tie methods to them.
 *
 * <p>Start with {@link dev.heddle.protocol.v2.AppServerMethods}, {@link
 * dev.heddle.protocol.v2.ServerNotifications} and {@link dev.heddle.protocol.v2.ServerRequests}.
 * The records have no behaviour; how they look as JSON follows from their components and the
 * annotations of {@code protocol.rpc}: a nullable component is written as {@code null} unless
 * marked {@code @OmitNull}, and members appear in declaration order. Variants of a union are nested
 * in the union's sealed interface; everything else is a file of its own. The wire's {@code Thread}
 * is {@link dev.heddle.protocol.v2.ApiThread}.
 */
@NullMarked
package dev.heddle.protocol.v2;

import org.jspecify.annotations.NullMarked;
