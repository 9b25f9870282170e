package dev.heddle.protocol.rpc;

/**
 * One line of a table of notifications. Immutable.
 *
 * @param name the method on the wire, for example {@code turn/started}
 * @param params the record its params decode to; {@link NoParams} for one without any
 * @param experimental whether it is withheld from clients without {@code
 *     capabilities.experimentalApi}
 * @param <P> params record
 */
public record NotificationSpec<P>(String name, Class<P> params, boolean experimental) {}
