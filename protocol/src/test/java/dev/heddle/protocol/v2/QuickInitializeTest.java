package dev.heddle.protocol.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.stream.JsonWriter;
import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.WireJson;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickInitializeTest {
  /** The same members as {@link InitializeParams}, for which there is no code but reflection. */
  record SlowParams(
      ClientInfo clientInfo,
      @org.jspecify.annotations.Nullable InitializeCapabilities capabilities) {}

  /** The same members as {@link InitializeResponse}. */
  record SlowResponse(
      String userAgent, String codexHome, String platformFamily, String platformOs) {}

  @BeforeAll
  static void loadTheMethod() {
    assertThat(InitializeMethod.SPEC.name()).isEqualTo("initialize");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'clientInfo':{'name':'n','version':'1'}}",
        "{'clientInfo':{'name':'n','title':'t','version':'1'},'capabilities':null}",
        "{'clientInfo':{'name':'n','title':null,'version':'1','more':1},'capabilities':{}}",
        "{'capabilities':{'experimentalApi':true,'requestAttestation':false,'x':1,"
            + "'requiredHumanApproval':true,'explicitGatewayOauth':true,"
            + "'mcpServerOpenaiFormElicitation':true},'clientInfo':{'name':'','version':''}}",
        "{'clientInfo':{'name':'n','version':'1'},"
            + "'capabilities':{'optOutNotificationMethods':['a','b'],'extensions':null}}",
        "{'clientInfo':{'name':'n','version':'1'},'capabilities':{'optOutNotificationMethods':[]}}"
      })
  void whatIsPlainlyRightIsReadAsReflectionReadsIt(String json) {
    InitializeParams quick = QuickInitialize.read(WireJson.parse(json.replace('\'', '"')));
    SlowParams slow = WireJson.decode(WireJson.parse(json.replace('\'', '"')), SlowParams.class);

    assertThat(quick).isEqualTo(new InitializeParams(slow.clientInfo(), slow.capabilities()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{'clientInfo':{'name':'n'}}",
        "{'clientInfo':{'name':1,'version':'1'}}",
        "{'clientInfo':{'name':'n','title':1,'version':'1'}}",
        "{'clientInfo':{'name':'n','version':'1'},'capabilities':1}",
        "{'clientInfo':{'name':'n','version':'1'},'capabilities':{'experimentalApi':'true'}}",
        "{'clientInfo':{'name':'n','version':'1'},'capabilities':{'experimentalApi':null}}",
        "{'clientInfo':{'name':'n','version':'1'},"
            + "'capabilities':{'optOutNotificationMethods':[1]}}",
        "{'clientInfo':{'name':'n','version':'1'},"
            + "'capabilities':{'optOutNotificationMethods':'a'}}"
      })
  void whatIsWrongIsLeftToReflectionWhichSaysWhatItIs(String json) {
    assertThat(QuickInitialize.read(WireJson.parse(json.replace('\'', '"')))).isNull();
    assertThatThrownBy(
            () -> WireJson.decode(WireJson.parse(json.replace('\'', '"')), InitializeParams.class))
        .isInstanceOf(DecodeException.class);
  }

  @Test
  void extensionsAreLeftToReflection() {
    String json =
        "{\"clientInfo\":{\"name\":\"n\",\"version\":\"1\"},"
            + "\"capabilities\":{\"extensions\":{\"a\":{\"b\":1}}}}";

    assertThat(QuickInitialize.read(WireJson.parse(json))).isNull();
    assertThat(
            WireJson.decode(WireJson.parse(json), InitializeParams.class)
                .capabilities()
                .extensions())
        .containsOnlyKeys("a");
  }

  @Test
  void theAnswerIsWrittenAsReflectionWritesIt() throws Exception {
    StringWriter text = new StringWriter();
    QuickInitialize.write(new JsonWriter(text), new InitializeResponse("a\"", "/h", "u", "l"));

    assertThat(text.toString())
        .isEqualTo(WireJson.toJson(new SlowResponse("a\"", "/h", "u", "l")))
        .isEqualTo(WireJson.toJson(new InitializeResponse("a\"", "/h", "u", "l")));
  }

  @Test
  void bothRecordsHaveTheMembersThatTheCodeKnows() {
    assertThat(names(InitializeParams.class)).isEqualTo(names(SlowParams.class));
    assertThat(names(InitializeResponse.class)).isEqualTo(names(SlowResponse.class));
    assertThat(InitializeCapabilities.class.getRecordComponents()).hasSize(7);
    assertThat(ClientInfo.class.getRecordComponents()).hasSize(3);
  }

  private static List<String> names(Class<?> type) {
    return java.util.Arrays.stream(type.getRecordComponents())
        .map(java.lang.reflect.RecordComponent::getName)
        .toList();
  }
}
