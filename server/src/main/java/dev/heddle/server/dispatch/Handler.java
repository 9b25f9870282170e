package dev.heddle.server.dispatch;

/**
 * The code behind one method.
 *
 * @param <P> params record
 * @param <R> result record
 */
@FunctionalInterface
public interface Handler<P, R> {
  /**
   * Does what the request asks for. Runs on a worker (that of {@code initialize} on the reader),
   * beside no other request of its scope but those that share it, too. What must be in place before
   * the client can act on the answer is done before this returns; what must be seen after the
   * answer goes into the {@link Reply}.
   *
   * @throws dev.heddle.protocol.rpc.RpcException a failure meant for the client
   * @throws dev.heddle.server.store.ThreadStoreException a failure of the store, mapped by the
   *     dispatcher
   * @throws InterruptedException if the server ends
   */
  Reply<R> handle(P params, RequestContext context) throws InterruptedException;
}
