package dev.heddle.server.rollout;

import static dev.heddle.server.rollout.Rollouts.event;
import static dev.heddle.server.rollout.Rollouts.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ContextFoldTest {
  private final ContextFold fold = new ContextFold();

  @Test
  void aCheckpointReplacesTheConversation() {
    says("user", "one");
    says("assistant", "two");
    accept(
        record(
            RecordTypes.COMPACTED,
            "{'message':'sum','replacement_history':[{'type':'message','role':'user',"
                + "'content':[{'type':'input_text','text':'kept'}]}]}"));
    says("user", "three");

    assertThat(texts()).containsExactly("kept", "three");
  }

  @Test
  void anOldCheckpointKeepsWhatTheUserSaidAndItsSummary() {
    says("user", "<environment_context>here</environment_context>");
    says("user", "one");
    says("assistant", "two");
    accept(record(RecordTypes.COMPACTED, "{'message':'sum'}"));

    assertThat(texts()).containsExactly("one", "sum");
  }

  @Test
  void startingAtACheckpointGivesTheConversationOfAFullReplay() {
    List<RolloutRecord> records = Rollouts.recorded("compacted");
    records.forEach(fold::accept);
    int checkpoint = 0;
    while (!Conversation.isCheckpoint(records.get(checkpoint))) {
      checkpoint++;
    }
    ContextFold suffix = new ContextFold();
    records.subList(checkpoint, records.size()).forEach(suffix::accept);

    assertThat(checkpoint).isPositive();
    assertThat(suffix.items()).isEqualTo(fold.items());
    assertThat(suffix.turnContext()).isNotNull().isEqualTo(fold.turnContext());
    assertThat(suffix.threadSettings()).isNotNull().isEqualTo(fold.threadSettings());
    assertThat(suffix.tokenCount()).isNotNull().isEqualTo(fold.tokenCount());
    assertThat(suffix.tokenCountTurnId()).isNotNull().isEqualTo(fold.tokenCountTurnId());
    assertThat(suffix.lastStartedTurnId()).isNotNull().isEqualTo(fold.lastStartedTurnId());
  }

  @Test
  void aRollbackTakesUserTurnsAndTheirSettingsBack() {
    begins("t1", "a");
    asks("one");
    says("assistant", "two");
    ends("t1");
    begins("t2", "b");
    asks("three");
    says("user", "<turn_aborted>…");
    ends("t2");
    rollsBack(1);

    assertThat(texts()).containsExactly("one", "two");
    assertThat(Json.string(fold.turnContext(), "model")).isEqualTo("a");
    rollsBack(9);
    assertThat(texts()).isEmpty();
    assertThat(fold.turnContext()).isNull();
  }

  @Test
  void aTurnInWhichTheUserSpokeTwiceIsTakenBackAsOne() {
    begins("t1", "a");
    asks("one");
    ends("t1");
    begins("t2", "b");
    asks("two");
    says("assistant", "so far");
    asks("and three");
    ends("t2");
    rollsBack(1);

    assertThat(texts()).containsExactly("one");
    assertThat(Json.string(fold.turnContext(), "model")).isEqualTo("a");
  }

  @Test
  void aTurnWithoutAUserAndWhatAClientInjectedCountAsNone() {
    begins("t1", "a");
    asks("one");
    ends("t1");
    says("user", "injected");
    begins("t2", "a");
    says("user", "what was reviewed");
    ends("t2");
    rollsBack(1);

    assertThat(texts()).isEmpty();
  }

  @Test
  void whereTurnsAreNotSaidToStartEachThingAUserSaidBeginsOne() {
    accept(record(RecordTypes.TURN_CONTEXT, "{'model':'a'}"));
    asks("one");
    says("assistant", "two");
    accept(record(RecordTypes.TURN_CONTEXT, "{'model':'b'}"));
    asks("three");
    says("assistant", "four");
    rollsBack(1);

    assertThat(texts()).containsExactly("one", "two");
    assertThat(Json.string(fold.turnContext(), "model")).isEqualTo("a");
  }

  @Test
  void ofACheckpointTheItemsOfATurnAreTakenBackTogether() {
    String said =
        "{'type':'message','role':'user','content':[{'type':'input_text','text':'%s'}],"
            + "'internal_chat_message_metadata_passthrough':{'turn_id':'%s'}}";
    begins("t2", "a");
    accept(
        record(
            RecordTypes.COMPACTED,
            "{'message':'sum','replacement_history':["
                + said.formatted("one", "t1")
                + ","
                + said.formatted("two", "t2")
                + "]}"));
    item(said.formatted("and three", "t2"));
    accept(event("{'type':'user_message','message':'and three'}"));
    ends("t2");
    rollsBack(1);

    assertThat(texts()).containsExactly("one");
  }

  @Test
  void aCallWithoutOutputIsOpenAndAnOutputWithoutCallIsLeftOut() {
    item("{'type':'function_call','call_id':'a','name':'x'}");
    item("{'type':'custom_tool_call','call_id':'b','name':'x'}");
    item("{'type':'function_call_output','call_id':'a','output':''}");
    item("{'type':'function_call_output','call_id':'stray','output':''}");

    assertThat(fold.callsWithoutOutput())
        .extracting(call -> Json.string(call, "call_id"))
        .containsExactly("b");
    assertThat(fold.items()).hasSize(3);
  }

  @Test
  void aTurnWithoutEndIsUnfinishedAndItsPartialTextKnown() {
    accept(event("{'type':'task_started','turn_id':'t1'}"));
    accept(event("{'type':'task_complete','turn_id':'t1'}"));
    assertThat(fold.unfinishedTurnId()).isNull();
    accept(event("{'type':'task_started','turn_id':'t2'}"));
    accept(record(RecordTypes.PARTIAL_ITEM, "{'turn_id':'t2','item_id':'m','text':'Hel'}"));
    accept(record(RecordTypes.PARTIAL_ITEM, "{'turn_id':'t2','item_id':'m','text':'lo'}"));

    assertThat(fold.unfinishedTurnId()).isEqualTo("t2");
    assertThat(fold.partialItems())
        .singleElement()
        .satisfies(item -> assertThat(item.get("id").getAsString()).isEqualTo("m"))
        .satisfies(item -> assertThat(ResponseItems.text(item)).isEqualTo("Hello"));
    accept(
        event("{'type':'item_completed','turn_id':'t2','item':{'type':'AgentMessage','id':'m'}}"));
    assertThat(fold.partialItems()).isEmpty();
    accept(event("{'type':'turn_aborted','turn_id':'t2','reason':'interrupted'}"));
    assertThat(fold.unfinishedTurnId()).isNull();
    assertThat(fold.lastStartedTurnId()).isEqualTo("t2");
  }

  @Test
  void reasoningThatBrokeOffHasItsParts() {
    String begun = "{'turn_id':'t','item_id':'r','item_type':'Reasoning','text':'%s'%s}";
    accept(event("{'type':'task_started','turn_id':'t'}"));
    accept(record(RecordTypes.PARTIAL_ITEM, begun.formatted("", "")));
    accept(record(RecordTypes.PARTIAL_ITEM, begun.formatted("b", ",'summary_index':1")));
    accept(record(RecordTypes.PARTIAL_ITEM, begun.formatted("a", ",'summary_index':0")));
    accept(record(RecordTypes.PARTIAL_ITEM, begun.formatted("A", ",'summary_index':0")));
    accept(record(RecordTypes.PARTIAL_ITEM, begun.formatted("raw", ",'content_index':0")));
    assertThat(fold.partialItems())
        .extracting(JsonObject::toString)
        .containsExactly(
            "{\"type\":\"Reasoning\",\"id\":\"r\",\"summary_text\":[\"aA\",\"b\"],"
                + "\"raw_content\":[\"raw\"]}");
  }

  @Test
  void anEventOfALegacyHistoryEndsTheItemThatStreamed() {
    accept(event("{'type':'task_started','turn_id':'t'}"));
    accept(
        record(RecordTypes.PARTIAL_ITEM, "{'turn_id':'t','item_id':'r','item_type':'Reasoning'}"));
    accept(record(RecordTypes.PARTIAL_ITEM, "{'turn_id':'t','item_id':'m','text':'Hel'}"));
    accept(event("{'type':'agent_message','message':'Hello'}"));
    assertThat(fold.partialItems())
        .extracting(item -> item.get("id").getAsString())
        .containsExactly("r");
    accept(event("{'type':'agent_reasoning','text':'so'}"));
    assertThat(fold.partialItems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"FileChange", "WebSearch"})
  void theEndOfAPatchOrSearchInALegacyHistoryEndsItsItem(String type) {
    accept(event("{'type':'task_started','turn_id':'t'}"));
    JsonObject item = new JsonObject();
    item.addProperty("type", type);
    item.addProperty("id", "c1");
    for (String callId : List.of("c1", "c2")) {
      accept(Records.itemBegun(Instant.EPOCH, "t", callId, item));
    }
    accept(Records.item(Instant.EPOCH, HistoryMode.LEGACY, "thread", "t", item, 1, 2));
    assertThat(fold.partialItems()).as("what a crash would cut now").hasSize(1);
  }

  @Test
  void tokenCountsBelongToTheTurnThatWasActive() {
    accept(event("{'type':'task_started','turn_id':'t1'}"));
    accept(event("{'type':'token_count','info':{'n':1}}"));
    accept(event("{'type':'task_complete','turn_id':'t1'}"));
    accept(event("{'type':'task_started','turn_id':'t2'}"));
    accept(event("{'type':'token_count','info':null}"));

    assertThat(fold.tokenCountTurnId()).isEqualTo("t1");
    assertThat(fold.tokenCount()).isNotNull();
  }

  @Test
  void recordsOfAnyShapeAreTaken() {
    for (String type : List.of("event_msg", "compacted", "response_item", "turn_context", "new")) {
      accept(record(type, "{}"));
      accept(record(type, "{'type':7,'num_turns':'x','replacement_history':{},'turn_id':[]}"));
    }
    accept(event("{'type':'thread_rolled_back','num_turns':1e400}"));
    accept(event("{'type':'token_count','info':[]}"));
    accept(event("{'type':'item_completed','item':[]}"));

    assertThat(fold.unfinishedTurnId()).isNull();
  }

  private void accept(RolloutRecord record) {
    fold.accept(record);
  }

  private void begins(String turnId, String model) {
    accept(event("{'type':'task_started','turn_id':'%s'}".formatted(turnId)));
    accept(record(RecordTypes.TURN_CONTEXT, "{'model':'%s'}".formatted(model)));
  }

  private void ends(String turnId) {
    accept(event("{'type':'task_complete','turn_id':'%s'}".formatted(turnId)));
  }

  private void asks(String text) {
    says("user", text);
    accept(event("{'type':'user_message','message':'%s'}".formatted(text)));
  }

  private void rollsBack(int turns) {
    accept(Records.rolledBack(Instant.EPOCH, turns));
  }

  private void item(String json) {
    accept(record(RecordTypes.RESPONSE_ITEM, json));
  }

  private void says(String role, String text) {
    JsonObject message = ResponseItems.message(role, text);
    accept(Records.responseItem(Instant.EPOCH, message));
  }

  private List<String> texts() {
    return fold.items().stream().map(ResponseItems::text).toList();
  }
}
