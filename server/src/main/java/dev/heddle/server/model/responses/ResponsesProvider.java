package dev.heddle.server.model.responses;

import dev.heddle.server.model.Cancellation;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.model.ModelListener;
import dev.heddle.server.model.ModelProvider;
import dev.heddle.server.model.ModelRequest;
import dev.heddle.server.model.http.EventStreamClient;
import dev.heddle.server.model.http.JsonBody;

/**
 * The provider that speaks OpenAI's Responses API over server-sent events, with any server that
 * does.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class ResponsesProvider implements ModelProvider {
  /** Where requests go, below the base URL. */
  public static final String PATH = "responses";

  private final EventStreamClient client;
  private final boolean reasoning;

  /**
   * @param client for {@link #PATH}
   * @param reasoning whether requests have {@code reasoning} and {@code include}, which some
   *     servers of other models refuse
   */
  public ResponsesProvider(EventStreamClient client, boolean reasoning) {
    this.client = client;
    this.reasoning = reasoning;
  }

  @Override
  public void stream(ModelRequest request, ModelListener listener, Cancellation cancellation)
      throws ModelException, CancelledException {
    cancellation.check();
    client.post(
        JsonBody.of(new ResponsesRequest(request, reasoning)::writeTo),
        request,
        new ResponsesEvents(listener),
        cancellation);
  }

  @Override
  public void warmUp() {
    client.warmUp(
        JsonBody.of(new ResponsesRequest(WarmUp.REQUEST, reasoning)::writeTo),
        WarmUp.REQUEST,
        WarmUp.EVENTS,
        new ResponsesEvents(new WarmUp()));
  }
}
