package dev.heddle.protocol.rpc;

/**
 * One line of the table of requests that the server makes to a client. Immutable.
 *
 * @param name the method on the wire, for example {@code item/fileChange/requestApproval}
 * @param params the record sent as params
 * @param result the record the client's answer decodes to
 * @param experimental whether it goes only to clients with {@code capabilities.experimentalApi}
 * @param <P> params record
 * @param <R> result record
 */
public record RequestSpec<P, R>(
    String name, Class<P> params, Class<R> result, boolean experimental) {}
