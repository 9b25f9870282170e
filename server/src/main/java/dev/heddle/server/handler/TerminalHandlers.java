package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ThreadBackgroundTerminal;
import dev.heddle.protocol.v2.ThreadBackgroundTerminalsCleanParams;
import dev.heddle.protocol.v2.ThreadBackgroundTerminalsCleanResponse;
import dev.heddle.protocol.v2.ThreadBackgroundTerminalsListParams;
import dev.heddle.protocol.v2.ThreadBackgroundTerminalsListResponse;
import dev.heddle.protocol.v2.ThreadBackgroundTerminalsTerminateParams;
import dev.heddle.protocol.v2.ThreadBackgroundTerminalsTerminateResponse;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.exec.ExecSessions;
import dev.heddle.server.thread.LoadedThreads;
import java.util.Comparator;
import java.util.List;

/**
 * {@code thread/backgroundTerminals/*}: the commands of a thread's turns that run, most of them
 * behind their turn.
 *
 * <p><b>Thread-safety:</b> thread-safe. Who ends commands waits until they are gone, a third of a
 * second for those that do not want to.
 */
public final class TerminalHandlers {
  /** Of a process id. */
  private static final int MOST_DIGITS = 10;

  private final ExecSessions sessions;
  private final ThreadAccess threads;

  public TerminalHandlers(ExecSessions sessions, LoadedThreads loaded) {
    this.sessions = sessions;
    this.threads = new ThreadAccess(loaded);
  }

  /**
   * {@code thread/backgroundTerminals/list}: by their ids. A cursor is the id of the last one
   * before it, so pages hold while others end.
   */
  public Reply<ThreadBackgroundTerminalsListResponse> list(
      ThreadBackgroundTerminalsListParams params, RequestContext context) {
    String threadId = thread(params.threadId());
    long behind =
        params.cursor() == null
            ? -1
            : processId(params.cursor(), "cursor", ErrorKind.INVALID_CURSOR);
    List<ThreadBackgroundTerminal> left =
        sessions.running(threadId).stream()
            .filter(each -> Long.parseLong(each.processId()) > behind)
            .sorted(Comparator.comparingLong(each -> Long.parseLong(each.processId())))
            .toList();
    Integer limit = params.limit();
    if (limit == null || left.size() <= Math.max(limit, 1)) {
      return Reply.of(new ThreadBackgroundTerminalsListResponse(left, null));
    }
    List<ThreadBackgroundTerminal> page = left.subList(0, Math.max(limit, 1));
    return Reply.of(
        new ThreadBackgroundTerminalsListResponse(List.copyOf(page), page.getLast().processId()));
  }

  /** {@code thread/backgroundTerminals/terminate}: ends one, if it still runs. */
  public Reply<ThreadBackgroundTerminalsTerminateResponse> terminate(
      ThreadBackgroundTerminalsTerminateParams params, RequestContext context) {
    String threadId = thread(params.threadId());
    long id =
        processId(params.processId(), "background terminal process id", ErrorKind.INVALID_PARAMS);
    return Reply.of(
        new ThreadBackgroundTerminalsTerminateResponse(
            sessions.terminate(threadId, String.valueOf(id))));
  }

  /** {@code thread/backgroundTerminals/clean}: ends all. */
  public Reply<ThreadBackgroundTerminalsCleanResponse> clean(
      ThreadBackgroundTerminalsCleanParams params, RequestContext context) {
    sessions.endAll(thread(params.threadId()));
    return Reply.of(new ThreadBackgroundTerminalsCleanResponse());
  }

  /** The id of a loaded thread, as threads have it. */
  private String thread(String asked) {
    return threads.loaded(asked).threadId();
  }

  /** The number; says precisely what is wrong with what is none. */
  private static long processId(String text, String what, ErrorKind kind) {
    String wrong;
    if (text.isEmpty()) {
      wrong = "cannot parse integer from empty string";
    } else if (!text.matches("[0-9]+")) {
      wrong = "invalid digit found in string";
    } else if (text.length() > MOST_DIGITS) {
      wrong = "number too large to fit in target type";
    } else {
      return Long.parseLong(text);
    }
    throw RpcException.invalidRequest(kind, "invalid " + what + ": " + wrong);
  }
}
