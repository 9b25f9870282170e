package dev.heddle.server.tool;

import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.server.model.Cancellation;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.thread.TurnSettings;
import java.time.Clock;
import java.util.List;

/** The running turn as its tools see it. Thread-safe. */
public interface ToolTurn {
  String threadId();

  String turnId();

  /** What the thread runs with now: working directory, approvals, sandbox, … */
  TurnSettings settings();

  Clock clock();

  /** Cancelled when the turn is to stop; whoever waits registers how to end that wait. */
  Cancellation cancellation();

  /** Tells those who hear of the thread's turns. */
  <P> void tell(NotificationSpec<P> spec, P params);

  /** Records these in the thread's journal, in order; never blocks. */
  void record(List<RolloutRecord> records);
}
