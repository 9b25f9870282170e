package dev.heddle.server.conform.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceCheckerTest {
  @Test
  void acceptsAWholeTurn() {
    assertThat(TraceChecker.violations(trace(GOOD))).isEmpty();
  }

  @Test
  void findsARequestWithoutAnswer() {
    assertThat(violationsWithout("turn-response")).anyMatch(v -> v.contains("2 was not answered"));
  }

  @Test
  void findsASecondAnswer() {
    assertThat(violationsWithTwice("turn-response"))
        .anyMatch(v -> v.contains("2 was answered once more"));
  }

  @Test
  void findsAMessageThatIsNone() {
    assertThat(
            TraceChecker.violations(
                List.of(
                    TraceEntry.server("{'level':'info'}"),
                    TraceEntry.server("{'error':{'code':1}}"))))
        .hasSize(2)
        .allMatch(v -> v.contains("neither a method nor an id"));
  }

  @Test
  void tellsStringIdsFromNumbers() {
    assertThat(
            TraceChecker.violations(
                List.of(
                    TraceEntry.client("{'id':1,'method':'m'}"),
                    TraceEntry.server("{'id':'1','result':{}}"))))
        .hasSize(2);
  }

  @Test
  void acceptsTheSameIdTwiceWhenItIsAnsweredTwice() {
    assertThat(
            TraceChecker.violations(
                List.of(
                    TraceEntry.client("{'id':1,'method':'m'}"),
                    TraceEntry.client("{'id':1,'method':'m'}"),
                    TraceEntry.server("{'id':1,'result':{}}"),
                    TraceEntry.server("{'id':1,'result':{}}"))))
        .isEmpty();
  }

  @Test
  void findsAStartedThreadBeforeItsAnswer() {
    assertThat(violationsSwapped("thread-response", "thread-started"))
        .anyMatch(v -> v.contains("thread/started of T precedes"));
  }

  @Test
  void findsWhatIsToldOfANewThreadBeforeItIsAnnounced() {
    String asked = "{'id':1,'method':'thread/fork','params':{'threadId':'S'}}";
    String answer = "{'id':1,'result':{'thread':{'id':'T'}}}";
    String tokens = notification("thread/tokenUsage/updated", "{'threadId':'T'}");
    String status = notification("thread/status/changed", "{'threadId':'T'}");
    String started = notification("thread/started", "{'thread':{'id':'T'}}");
    assertThat(violations(asked, answer, tokens, started, status)).isEmpty();
    assertThat(violations(asked, answer, status, started))
        .containsExactly("thread/status/changed of T precedes its thread/started");
    assertThat(violations(asked, answer, status)).as("an opt-out").isEmpty();
  }

  @Test
  void acceptsAnAnswerThatJoinsATurnOfTheQueueAndOnlyThat() {
    String asked = "{'id':1,'method':'turn/start','params':{'threadId':'T'}}";
    String changed = notification("thread/queue/changed", "{'threadId':'T'}");
    String active =
        notification("thread/status/changed", "{'threadId':'T','status':{'type':'active'}}");
    String started = notification("turn/started", "{'threadId':'T','turn':{'id':'U'}}");
    String answer = "{'id':1,'result':{'turn':{'id':'U'}}}";
    String tooEarly = "turn/started of U precedes its answer";
    assertThat(violations(asked, changed, active, started, answer)).doesNotContain(tooEarly);
    assertThat(violations(asked, active, started, answer)).contains(tooEarly);
    assertThat(
            violations(asked.replace("turn/", "thread/queue/"), changed, active, started, answer))
        .as("started by hand")
        .contains(tooEarly);
  }

  private static String notification(String method, String params) {
    return "{'method':'" + method + "','params':" + params + ",'emittedAtMs':1}";
  }

  private static List<String> violations(String asked, String... told) {
    List<TraceEntry> trace = new ArrayList<>();
    trace.add(TraceEntry.client(asked));
    for (String each : told) {
      trace.add(TraceEntry.server(each));
    }
    return TraceChecker.violations(trace);
  }

  @Test
  void findsAStartedTurnBeforeItsAnswer() {
    assertThat(violationsSwapped("turn-response", "turn-started"))
        .anyMatch(v -> v.contains("turn/started of U precedes"));
  }

  @Test
  void acceptsAnAnswerThatNamesATurnWhichRuns() {
    List<String> joined = new ArrayList<>(GOOD);
    int at = indexOf("delta-1");
    joined.add(at, "-> {'id':3,'method':'turn/start','params':{'threadId':'T'}} #steer");
    joined.add(at + 1, "<- {'id':3,'result':{'turn':{'id':'U'}}} #steered");
    assertThat(TraceChecker.violations(trace(joined))).isEmpty();
  }

  @Test
  void findsANameChangeBeforeItsAnswer() {
    assertThat(
            TraceChecker.violations(
                List.of(
                    TraceEntry.client(
                        "{'id':1,'method':'thread/name/set','params':{'threadId':'T'}}"),
                    TraceEntry.server(
                        "{'method':'thread/name/updated','params':{'threadId':'T'},"
                            + "'emittedAtMs':1}"),
                    TraceEntry.server("{'id':1,'result':{}}"))))
        .containsExactly("thread/name/updated of T precedes its answer");
  }

  @Test
  void findsAnItemBeforeItsTurn() {
    assertThat(violationsSwapped("turn-started", "item-started"))
        .anyMatch(v -> v.contains("item I started before turn U"));
  }

  @Test
  void findsADeltaBeforeItsItem() {
    assertThat(violationsSwapped("item-started", "delta-1"))
        .anyMatch(v -> v.contains("which never started"));
  }

  @Test
  void findsADeltaAfterItsItem() {
    assertThat(violationsSwapped("delta-2", "item-completed"))
        .anyMatch(v -> v.contains("follows its end"));
  }

  @Test
  void findsALostDelta() {
    assertThat(violationsWithout("delta-1")).anyMatch(v -> v.contains("are not its text"));
  }

  @Test
  void findsDeltasInTheWrongOrder() {
    assertThat(violationsSwapped("delta-1", "delta-2"))
        .anyMatch(v -> v.contains("are not its text"));
  }

  @Test
  void findsAnItemThatIsNotCompleted() {
    assertThat(violationsWithout("item-completed"))
        .anyMatch(v -> v.contains("item I was not completed before turn U"));
  }

  @Test
  void findsAnItemCompletedTwice() {
    assertThat(violationsWithTwice("item-completed")).anyMatch(v -> v.contains("completed twice"));
  }

  @Test
  void findsWhatFollowsTheEndOfATurn() {
    assertThat(violationsSwapped("diff", "turn-completed"))
        .anyMatch(v -> v.contains("turn/diff/updated follows the end of turn U"));
  }

  @Test
  void findsATurnCompletedTwice() {
    assertThat(violationsWithTwice("turn-completed"))
        .anyMatch(v -> v.contains("turn U completed twice"));
  }

  @Test
  void findsATurnStartedTwice() {
    assertThat(violationsWithTwice("turn-started"))
        .anyMatch(v -> v.contains("turn U started twice"));
  }

  @Test
  void findsATurnThatNeverStarted() {
    assertThat(violationsWithout("turn-started")).anyMatch(v -> v.contains("never started"));
  }

  @Test
  void findsATurnThatEndsWhileTheThreadIsActive() {
    assertThat(violationsWithout("idle")).anyMatch(v -> v.contains("while its thread is active"));
  }

  @Test
  void findsATurnThatStartsWhileTheThreadIsIdle() {
    List<String> lines = new ArrayList<>(GOOD);
    String idle = lines.remove(indexOf("idle"));
    lines.add(indexOf("turn-started"), idle);
    assertThat(TraceChecker.violations(trace(lines)))
        .anyMatch(v -> v.contains("while its thread is idle"));
  }

  @Test
  void findsAQuestionResolvedTwiceOrNeverAsked() {
    assertThat(violationsWithTwice("resolved")).anyMatch(v -> v.contains("0 was resolved twice"));
    assertThat(violationsWithout("question")).anyMatch(v -> v.contains("0 was resolved but never"));
  }

  @Test
  void findsANotificationWithoutTime() {
    assertThat(TraceChecker.violations(List.of(TraceEntry.server("{'method':'warning'}"))))
        .anyMatch(v -> v.contains("emittedAtMs"));
  }

  @Test
  void findsALineThatIsNoMessage() {
    assertThat(TraceChecker.violations(List.of(TraceEntry.server("{'notJson':'hello'}"))))
        .anyMatch(v -> v.contains("not a message"));
  }

  @Test
  void ofATurnJoinedMidwayOnlyTheEndIsChecked() {
    List<TraceEntry> joined = new ArrayList<>();
    joined.add(TraceEntry.client("{'id':9,'method':'thread/resume'}"));
    joined.add(
        TraceEntry.server(
            "{'id':9,'result':{'thread':{'id':'T','turns':[{'id':'U','status':'inProgress'}]}}}"));
    joined.addAll(trace(GOOD.subList(indexOf("delta-1"), GOOD.size())));
    assertThat(TraceChecker.violations(joined)).isEmpty();
  }

  @Test
  void aFailedCheckShowsTheTrace() {
    assertThatThrownBy(
            () -> TraceChecker.check(List.of(TraceEntry.client("{'id':1,'method':'m'}"))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 was not answered")
        .hasMessageContaining("-> {\"id\":1,\"method\":\"m\"}");
  }

  /** A turn as it should be; the tests change one thing. */
  private static final List<String> GOOD =
      List.of(
          "-> {'id':1,'method':'thread/start','params':{}} #thread-request",
          "<- {'id':1,'result':{'thread':{'id':'T','turns':[]}}} #thread-response",
          "<- {'method':'thread/started','params':{'thread':{'id':'T'}},'emittedAtMs':1}"
              + " #thread-started",
          "-> {'id':2,'method':'turn/start','params':{'threadId':'T'}} #turn-request",
          "<- {'id':2,'result':{'turn':{'id':'U'}}} #turn-response",
          "<- {'method':'thread/status/changed','params':{'threadId':'T',"
              + "'status':{'type':'active'}},'emittedAtMs':1} #active",
          "<- {'method':'turn/started','params':{'threadId':'T','turn':{'id':'U'}},"
              + "'emittedAtMs':1} #turn-started",
          "<- {'method':'item/started','params':{'threadId':'T','turnId':'U',"
              + "'item':{'id':'I','type':'agentMessage','text':''}},'emittedAtMs':1} #item-started",
          "<- {'method':'item/agentMessage/delta','params':{'threadId':'T','turnId':'U',"
              + "'itemId':'I','delta':'Hel'},'emittedAtMs':1} #delta-1",
          "<- {'method':'item/agentMessage/delta','params':{'threadId':'T','turnId':'U',"
              + "'itemId':'I','delta':'lo'},'emittedAtMs':1} #delta-2",
          "<- {'method':'item/completed','params':{'threadId':'T','turnId':'U',"
              + "'item':{'id':'I','type':'agentMessage','text':'Hello'}},'emittedAtMs':1}"
              + " #item-completed",
          "<- {'id':0,'method':'item/tool/call','params':{'threadId':'T','turnId':'U'}} #question",
          "-> {'id':0,'result':{}} #answer",
          "<- {'method':'serverRequest/resolved','params':{'threadId':'T','requestId':0},"
              + "'emittedAtMs':1} #resolved",
          "<- {'method':'thread/status/changed','params':{'threadId':'T',"
              + "'status':{'type':'idle'}},'emittedAtMs':1} #idle",
          "<- {'method':'turn/diff/updated','params':{'threadId':'T','turnId':'U'},"
              + "'emittedAtMs':1} #diff",
          "<- {'method':'turn/completed','params':{'threadId':'T','turn':{'id':'U'}},"
              + "'emittedAtMs':1} #turn-completed");

  private static int indexOf(String name) {
    for (int i = 0; i < GOOD.size(); i++) {
      if (GOOD.get(i).endsWith(" #" + name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static List<String> violationsWithout(String name) {
    List<String> lines = new ArrayList<>(GOOD);
    lines.remove(indexOf(name));
    return TraceChecker.violations(trace(lines));
  }

  private static List<String> violationsWithTwice(String name) {
    List<String> lines = new ArrayList<>(GOOD);
    lines.add(indexOf(name), GOOD.get(indexOf(name)));
    return TraceChecker.violations(trace(lines));
  }

  private static List<String> violationsSwapped(String one, String other) {
    List<String> lines = new ArrayList<>(GOOD);
    Collections.swap(lines, indexOf(one), indexOf(other));
    return TraceChecker.violations(trace(lines));
  }

  private static List<TraceEntry> trace(List<String> lines) {
    return lines.stream()
        .map(line -> {
          String json = line.substring(3, line.lastIndexOf(" #"));
          return line.startsWith("<-") ? TraceEntry.server(json) : TraceEntry.client(json);
        })
        .toList();
  }
}
