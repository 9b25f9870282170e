package dev.heddle.server.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.differential.Transcript.Entry;
import dev.heddle.server.differential.Transcript.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
  private static final Entry STARTED = note("{'method':'turn/started','params':{'threadId':'t'}}");
  private static final Entry ITEM =
      note("{'method':'item/started','params':{'item':{'type':'plan','text':'a'}}}");

  @Test
  void equalTranscriptsHaveNoDifferences() {
    assertThat(keys(wire(STARTED, ITEM), wire(STARTED, ITEM))).isEmpty();
  }

  @Test
  void oneMessageTooFewIsOneDifference() {
    assertThat(keys(wire(STARTED, ITEM), wire(ITEM)))
        .containsExactly("turn/started only from peer");
    assertThat(keys(wire(ITEM), wire(STARTED, ITEM)))
        .containsExactly("turn/started only from ours");
  }

  @Test
  void anotherOrderIsOneDifference() {
    assertThat(keys(wire(STARTED, ITEM), wire(ITEM, STARTED)))
        .hasSize(1)
        .first()
        .asString()
        .endsWith("at another place");
  }

  @Test
  void aWarningMayComeAnywhere() {
    Entry warning = note("{'method':'warning','params':{'threadId':'t','message':'m'}}");
    assertThat(keys(wire(warning, ITEM), wire(ITEM, warning))).isEmpty();
    assertThat(keys(wire(warning, ITEM), wire(ITEM))).containsExactly("warning only from peer");
  }

  @Test
  void inHowManyPiecesAnOutputArrivesIsNotCompared() {
    assertThat(
            keys(
                wire(output("DQo=", false), output("MTEgMjINCg==", false)),
                wire(output("DQoxMSAyMg0K", false))))
        .isEmpty();
    assertThat(keys(wire(output("DQo=", false)), wire(output("DQoxMSAyMg0K", false))))
        .containsExactly("command/exec/outputDelta: params.deltaBase64");
    assertThat(
            keys(
                wire(output("DQo=", false), output("DQo=", true)), wire(output("DQoNCg==", false))))
        .hasSize(2);
  }

  @Test
  void anInputMayBeAnsweredBeforeItsWriteIs() {
    Entry write =
        new Entry(
            Kind.SENT, 1, "", "command/exec/write", json("{'id':1,'method':'command/exec/write'}"));
    Entry written = response("command/exec/write", "{'id':1,'result':{}}");
    assertThat(
            keys(
                wire(write, output("DQo=", false), written, output("DQo=", false)),
                wire(write, written, output("DQoNCg==", false))))
        .isEmpty();
  }

  @Test
  void thePeerMayTellAStatusTwice() {
    Entry idle = status("a", "idle");
    Entry unloaded = status("a", "notLoaded");
    Entry other = status("b", "notLoaded");
    assertThat(keys(wire(idle, unloaded, other, unloaded), wire(idle, unloaded, other))).isEmpty();
    assertThat(keys(wire(unloaded, idle, unloaded), wire(unloaded, idle)))
        .containsExactly("thread/status/changed[notLoaded] only from peer");
    assertThat(keys(wire(unloaded), wire(unloaded, unloaded)))
        .containsExactly("thread/status/changed[notLoaded] only from ours");
  }

  @Test
  void membersAreComparedOneByOne() {
    Entry other = note("{'method':'item/started','params':{'item':{'type':'plan','text':'b'}}}");
    assertThat(keys(wire(ITEM), wire(other)))
        .containsExactly("item/started[plan]: params.item.text");
  }

  @Test
  void nullAndAbsentAreNotTheSame() {
    assertThat(
            keys(
                wire(response("thread/read", "{'id':1,'result':{'a':null}}")),
                wire(response("thread/read", "{'id':1,'result':{}}"))))
        .containsExactly("thread/read: result.a");
  }

  @Test
  void elementsAreNamedByTheirTypeAndNotByTheirPlace() {
    assertThat(
            keys(
                wire(response("m", "{'id':1,'result':{'data':[{'type':'plan','x':1},{'x':1}]}}")),
                wire(response("m", "{'id':1,'result':{'data':[{'type':'plan','x':2}]}}"))))
        .containsExactly("m: result.data[plan].x", "m: result.data[]");
  }

  @Test
  void anErrorInsteadOfAResultIsOneDifference() {
    assertThat(
            keys(
                wire(response("m", "{'id':1,'result':{'a':1,'b':2}}")),
                wire(response("m", "{'id':1,'error':{'code':-32603,'message':'x'}}"))))
        .containsExactly("m: outcome");
  }

  @Test
  void addedErrorDataIsComparedMemberByMember() {
    assertThat(
            keys(
                wire(response("m", "{'id':1,'error':{'code':1}}")),
                wire(response("m", "{'id':1,'error':{'code':1,'data':{'kind':'x'}}}"))))
        .containsExactly("m: error.data.kind");
  }

  @Test
  void whatComesAfterAStopIsNotCompared() {
    Entry stop = new Entry(Kind.STOPPED, 1, "", "stopped", new JsonPrimitive("why"));
    Entry later = new Entry(Kind.RECEIVED, 2, "", "turn/started", STARTED.content());
    assertThat(keys(wire(ITEM, later), wire(ITEM, stop)))
        .containsExactly("session stopped only from ours");
  }

  @Test
  void whatTheModelWasAskedIsComparedToo() {
    Entry hi = new Entry(Kind.MODEL_REQUEST, 1, "", "model request", json("{'input':['hi']}"));
    Entry ho = new Entry(Kind.MODEL_REQUEST, 1, "", "model request", json("{'input':['ho']}"));
    assertThat(keys(new Transcript(List.of(), List.of(hi)), new Transcript(List.of(), List.of(ho))))
        .containsExactly("model request: input[]");
  }

  private static Stream<String> keys(Transcript peer, Transcript ours) {
    return Comparison.compare("s", peer, ours).stream().map(Difference::key);
  }

  private static Transcript wire(Entry... entries) {
    return new Transcript(Arrays.asList(entries), List.of());
  }

  private static Entry output(String base64, boolean capReached) {
    return note(
        "{'method':'command/exec/outputDelta','params':{'processId':'p','stream':'stdout',"
            + "'deltaBase64':'%s','capReached':%s}}".formatted(base64, capReached));
  }

  private static Entry note(String message) {
    JsonObject json = json(message).getAsJsonObject();
    return new Entry(Kind.RECEIVED, 1, "", json.get("method").getAsString(), json);
  }

  private static Entry status(String threadId, String type) {
    return note(
        "{'method':'thread/status/changed','params':{'threadId':'%s','status':{'type':'%s'}}}"
            .formatted(threadId, type));
  }

  private static Entry response(String method, String message) {
    return new Entry(Kind.RECEIVED, 1, "", method, json(message));
  }

  private static JsonElement json(String text) {
    return JsonParser.parseString(text.replace('\'', '"'));
  }
}
