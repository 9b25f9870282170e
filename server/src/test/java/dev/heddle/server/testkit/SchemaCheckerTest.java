package dev.heddle.server.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.server.conform.trace.TraceEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaCheckerTest {
  private static final TraceEntry ASKED =
      TraceEntry.client("{'id':1,'method':'thread/name/set','params':{'threadId':'t','name':'n'}}");

  @Test
  void whatTheSchemaKnowsIsAccepted() {
    assertThat(
            SchemaChecker.faults(
                List.of(
                    ASKED,
                    TraceEntry.server("{'id':1,'result':{}}"),
                    TraceEntry.server(
                        "{'method':'thread/name/updated','emittedAtMs':1,"
                            + "'params':{'threadId':'t','threadName':'n'}}"))))
        .isEmpty();
  }

  @Test
  void aMemberThatTheSchemaDoesNotKnowIsFound() {
    assertThat(faults("{'id':1,'result':{'surprise':true}}"))
        .singleElement()
        .asString()
        .contains("ThreadSetNameResponse", "surprise");
  }

  @Test
  void aMemberThatIsLeftOutIsFound() {
    assertThat(
            faults("{'method':'thread/name/updated','emittedAtMs':1,'params':{'threadName':'n'}}"))
        .singleElement()
        .asString()
        .contains("ServerNotification", "threadId");
  }

  @Test
  void anEnvelopeHasItsMembersAndNoOthers() {
    String params = "'params':{'threadId':'t','threadName':'n'}}";
    String named = "{'method':'thread/name/updated',";
    assertThat(faults(named + params)).singleElement().asString().contains("emittedAtMs");
    assertThat(faults(named + "'emittedAtMs':'now'," + params)).hasSize(1);
    assertThat(faults(named + "'emittedAtMs':1,'jsonrpc':'2.0'," + params)).hasSize(1);
    assertThat(faults("{'id':1,'result':{},'emittedAtMs':1}")).hasSize(1);
    assertThat(faults("{'id':1,'result':{},'error':null}")).hasSize(1);
    String question =
        "{'id':%s,'method':'item/tool/requestUserInput','params':{'threadId':'t','turnId':'u',"
            + "'itemId':'i','questions':[],'autoResolutionMs':null,'isBlocking':true}}";
    assertThat(faults(question.formatted("7"))).isEmpty();
    assertThat(faults(question.formatted("'q'"))).isEmpty();
    assertThat(faults(question.formatted("1.5"))).hasSize(1);
    assertThat(faults(question.formatted("null"))).hasSize(1);
  }

  @Test
  void anAnswerToNothingIsFound() {
    assertThat(faults("{'id':2,'result':{}}"))
        .singleElement()
        .asString()
        .contains("no table has the method");
  }

  @Test
  void whatIsNoMessageIsFound() {
    assertThat(SchemaChecker.faults(List.of(TestClient.received("Picked up _JAVA_OPTIONS"))))
        .isNotEmpty();
  }

  @Test
  void anUnknownNotificationOrQuestionIsFound() {
    assertThat(faults("{'method':'thread/surprised','params':{}}")).hasSize(1);
    assertThat(faults("{'id':7,'method':'surprise/approve','params':{}}")).hasSize(1);
  }

  @Test
  void anErrorHasToSayItsKind() {
    assertThat(faults("{'id':1,'error':{'code':-32600,'message':'no'}}")).hasSize(1);
    assertThat(
            faults(
                "{'id':1,'error':{'code':-32600,'message':'no',"
                    + "'data':{'kind':'conflict','retryable':false}}}"))
        .isEmpty();
  }

  @Test
  void anErrorHasACodeAndAMessage() {
    String data = "'data':{'kind':'conflict','retryable':false}}}";
    assertThat(faults("{'id':1,'error':{'message':'no'," + data)).hasSize(1);
    assertThat(faults("{'id':1,'error':{'code':'-32600','message':'no'," + data)).hasSize(1);
    assertThat(faults("{'id':1,'error':{'code':-32600," + data)).hasSize(1);
    assertThat(faults("{'id':1,'error':{'code':1,'message':'no','cause':'x'," + data)).hasSize(1);
    assertThat(faults("{'id':{},'error':{'code':1,'message':'no'," + data)).hasSize(1);
    // A line whose id cannot be read is answered, too.
    assertThat(faults("{'id':null,'error':{'code':1,'message':'no'," + data)).isEmpty();
  }

  @Test
  void grantedParamsThatTheSchemaRefusesAreFound() {
    TraceEntry asked =
        TraceEntry.client("{'id':1,'method':'thread/name/set','params':{'threadId':5,'name':'n'}}");
    assertThat(SchemaChecker.faults(List.of(asked, TraceEntry.server("{'id':1,'result':{}}"))))
        .singleElement()
        .asString()
        .contains("ThreadSetNameParams", "threadId");
  }

  @Test
  void paramsThatAreRefusedForWhatTheySayHaveToFitTheSchemaToo() {
    // A member of several forms is read by the handler; the decoder takes any value.
    String refused =
        "{'id':1,'error':{'code':-32600,'message':'%s',"
            + "'data':{'kind':'invalidParams','retryable':false}}}";
    TraceEntry asked = TraceEntry.client("{'id':1,'method':'thread/list','params':{'cwd':5}}");
    assertThat(
            SchemaChecker.faults(
                List.of(asked, TraceEntry.server(refused.formatted("no such cwd")))))
        .singleElement()
        .asString()
        .contains("ThreadListParams", "cwd");
    assertThat(
            SchemaChecker.faults(
                List.of(asked, TraceEntry.server(refused.formatted("Invalid request: a number")))))
        .isEmpty();
  }

  @Test
  void anAnswerToAQuestionHasToFitTheSchemaIfItCanBeRead() {
    TraceEntry question =
        TraceEntry.server(
            "{'id':0,'method':'item/tool/call','params':{'threadId':'t','turnId':'u',"
                + "'callId':'c','namespace':null,'tool':'x','arguments':{}}}");
    assertThat(
            SchemaChecker.faults(
                List.of(
                    question,
                    TraceEntry.client("{'id':0,'result':{'contentItems':[],'success':true}}"))))
        .isEmpty();
    assertThat(
            SchemaChecker.faults(
                List.of(question, TraceEntry.client("{'id':0,'result':{'contentItems':'none'}}"))))
        .as("what cannot be read is no fault of the schema")
        .isEmpty();
    TraceEntry approval =
        TraceEntry.server(
            "{'id':0,'method':'item/commandExecution/requestApproval','params':{'threadId':'t',"
                + "'turnId':'u','itemId':'i','startedAtMs':1,'environmentId':null,'kind':'command'}}");
    assertThat(
            SchemaChecker.faults(
                List.of(approval, TraceEntry.client("{'id':0,'result':{'decision':'accept'}}"))))
        .isEmpty();
    // Another form of the same, which the decoder takes as the peer's does.
    assertThat(
            SchemaChecker.faults(
                List.of(
                    approval, TraceEntry.client("{'id':0,'result':{'decision':{'accept':null}}}"))))
        .singleElement()
        .asString()
        .contains("CommandExecutionRequestApprovalResponse", "decision");
  }

  @Test
  void aFaultFailsTheTest() {
    assertThatThrownBy(() ->
            SchemaChecker.check(
                List.of(TraceEntry.server("{'method':'thread/surprised','params':{}}"))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 messages do not fit the schema");
  }

  private static List<String> faults(String fromServer) {
    return SchemaChecker.faults(List.of(ASKED, TraceEntry.server(fromServer)));
  }
}
