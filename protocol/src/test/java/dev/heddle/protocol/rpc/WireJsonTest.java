package dev.heddle.protocol.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.WireSamples.AskForApproval;
import dev.heddle.protocol.rpc.WireSamples.Everything;
import dev.heddle.protocol.rpc.WireSamples.GitInfoUpdate;
import dev.heddle.protocol.rpc.WireSamples.SortKey;
import dev.heddle.protocol.rpc.WireSamples.ThreadLoadedListParams;
import dev.heddle.protocol.rpc.WireSamples.UserInput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;
import org.junit.jupiter.api.Test;

class WireJsonTest {
  private static final String EVERYTHING =
      """
      {"flag":true,"big":9223372036854775807,"ratio":0.5,"unset":null,"key":"updated_at",\
      "words":["a",null],"counts":{"z":1,"a":-9223372036854775808},\
      "any":{"n":12345678901234567890,"e":1e400,"z":-0,"nul":null},"change":null,\
      "input":{"type":"text","text":"<b>&'","marks":[1]},\
      "approval":{"granular":{"sandbox_approval":true}},"inner":null}\
      """;

  @Test
  void everyKindOfMemberSurvivesTheRoundTrip() {
    Everything value = WireJson.decode(WireJson.parse(EVERYTHING), Everything.class);

    assertThat(value.big()).isEqualTo(Long.MAX_VALUE);
    assertThat(value.words()).containsExactly("a", null);
    assertThat(value.counts()).containsEntry("a", Long.MIN_VALUE);
    assertThat(value.change()).isEqualTo(Settable.clear());
    assertThat(value.input()).isEqualTo(new UserInput.Text("<b>&'", List.of(1)));
    assertThat(value.approval()).isEqualTo(new AskForApproval.Granular(true));
    assertThat(WireJson.toJson(value)).isEqualTo(EVERYTHING);
  }

  @Test
  void nestedRecordsOfTheSameTypeWork() {
    Everything inner = WireJson.decode(WireJson.parse(EVERYTHING), Everything.class);
    JsonObject outer = WireJson.toTree(inner).getAsJsonObject();
    outer.add("inner", WireJson.toTree(inner));

    assertThat(WireJson.decode(outer, Everything.class).inner()).isEqualTo(inner);
  }

  @Test
  void unsetIsWrittenAsNullAndAbsentIsRead() {
    assertThat(WireJson.toJson(new ThreadLoadedListParams(null, null)))
        .isEqualTo("{\"cursor\":null,\"limit\":null}");
    assertThat(WireJson.decode(WireJson.parse("{}"), ThreadLoadedListParams.class))
        .isEqualTo(new ThreadLoadedListParams(null, null));
  }

  @Test
  void limitBeyondTheJavaTypeSaturates() {
    assertThat(
            WireJson.decode(WireJson.parse("{\"limit\":4294967295}"), ThreadLoadedListParams.class))
        .isEqualTo(new ThreadLoadedListParams(null, Integer.MAX_VALUE));
  }

  @Test
  void settableTellsAbsentFromNullInBothDirections() {
    GitInfoUpdate update = new GitInfoUpdate(Settable.keep(), Settable.clear());

    assertThat(WireJson.toJson(update)).isEqualTo("{\"depth\":null}");
    assertThat(WireJson.decode(WireJson.parse("{\"depth\":null}"), GitInfoUpdate.class))
        .isEqualTo(update);
    assertThat(WireJson.toJson(new GitInfoUpdate(Settable.set("a"), Settable.set(3))))
        .isEqualTo("{\"sha\":\"a\",\"depth\":3}");
  }

  @Test
  void variantsHaveOneFormWhicheverTypeTheyAreReachedBy() {
    assertThat(WireJson.toJson(new UserInput.Image("u")))
        .isEqualTo("{\"type\":\"image\",\"url\":\"u\"}");
    assertThat(WireJson.toJson(new AskForApproval.Never())).isEqualTo("\"never\"");
    assertThat(WireJson.toJson(new AskForApproval.Custom("x"))).isEqualTo("{\"custom\":\"x\"}");
    assertThat(WireJson.decode(WireJson.parse("{\"custom\":\"x\"}"), AskForApproval.class))
        .isEqualTo(new AskForApproval.Custom("x"));
    assertThat(
            WireJson.decode(
                WireJson.parse("{\"url\":\"u\",\"type\":\"image\"}"), UserInput.Image.class))
        .isEqualTo(new UserInput.Image("u"));
  }

  @Test
  void enumsReadTheirFurtherNamesAndWriteTheFirst() {
    SortKey key = WireJson.decode(new JsonPrimitive("modified_at"), SortKey.class);

    assertThat(key).isEqualTo(SortKey.UPDATED_AT);
    assertThat(WireJson.wireName(key)).isEqualTo("updated_at");
    assertThat(WireJson.toTree(key)).isEqualTo(new JsonPrimitive("updated_at"));
  }

  @Test
  void nullInANonNullableComponentIsAFaultThatNamesIt() {
    assertThatThrownBy(() -> WireJson.toJson(new WireSamples.ClientInfo("a", null, null)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ClientInfo.version");
  }

  @Test
  void typesOutsideTheListAreRefused() {
    assertThatThrownBy(() -> WireJson.toJson(new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
  }

  @Test
  void listsAndMapsOfWireTypesCanBeWrittenDirectly() {
    assertThat(WireJson.toJson(Map.of("a", Arrays.asList(1, null, new UserInput.Image("u")))))
        .isEqualTo("{\"a\":[1,null,{\"type\":\"image\",\"url\":\"u\"}]}");
  }

  @Test
  void messagesHaveThePeersMemberOrder() {
    RequestMessage request = new RequestMessage();
    request.setRawId(Either.forRight(Long.MAX_VALUE));
    request.setMethod("item/commandExecution/requestApproval");
    request.setParams(new ThreadLoadedListParams("c", 1));
    NotificationMessage notification = new NotificationMessage();
    notification.setMethod("thread/started");
    notification.setParams(new JsonObject());
    ResponseMessage response = new ResponseMessage();
    response.setRawId(Either.forLeft(""));
    response.setResult(new NoParams());
    ResponseMessage failure = new ResponseMessage();
    failure.setError(new ResponseError(-32600, "no", new JsonObject()));

    assertThat(line(WireJson.encodeLine(request, 5)))
        .isEqualTo(
            "{\"method\":\"item/commandExecution/requestApproval\",\"id\":9223372036854775807,"
                + "\"params\":{\"cursor\":\"c\",\"limit\":1}}\n");
    assertThat(line(WireJson.encodeLine(notification, 5)))
        .isEqualTo("{\"method\":\"thread/started\",\"params\":{},\"emittedAtMs\":5}\n");
    assertThat(line(WireJson.encodeLine(notification)))
        .isEqualTo("{\"method\":\"thread/started\",\"params\":{}}\n");
    assertThat(line(WireJson.encodeLine(response, 5))).isEqualTo("{\"id\":\"\",\"result\":{}}\n");
    assertThat(line(WireJson.encodeLine(failure, 5)))
        .isEqualTo("{\"error\":{\"code\":-32600,\"data\":{},\"message\":\"no\"},\"id\":null}\n");
  }

  @Test
  void anyStringSurvivesAndTheLineIsAlwaysValidUtf8() throws Exception {
    List<String> samples =
        new ArrayList<>(
            List.of(
                "\ud83d",
                "\ude00",
                "a\ud83db",
                "\ude00\ud83d",
                "\ud83d\ud83d\ude00",
                "😀",
                "\0",
                "\u2028\u2029",
                "é漢",
                "\n\r\t\"\\/",
                "\ufeff",
                "\uffff",
                ""));
    Random random = new Random(42);
    for (int i = 0; i < 500; i++) {
      char[] chars = new char[random.nextInt(1500)];
      for (int j = 0; j < chars.length; j++) {
        chars[j] = randomChar(random);
      }
      samples.add(new String(chars));
    }
    for (String sample : samples) {
      NotificationMessage message = new NotificationMessage();
      message.setMethod("m");
      message.setParams(List.of(sample, Map.of(sample, "x")));
      byte[] bytes = WireJson.encodeLine(message, 1);

      // A fresh decoder throws on malformed input, unlike new String.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      JsonElement params = WireJson.parse(text).getAsJsonObject().get("params");
      assertThat(params.getAsJsonArray().get(0).getAsString()).isEqualTo(sample);
      assertThat(params.getAsJsonArray().get(1).getAsJsonObject().keySet()).containsOnly(sample);
      assertThat(text.indexOf('\n')).isEqualTo(text.length() - 1);
    }
  }

  private static char randomChar(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> (char) (Character.MIN_SURROGATE + random.nextInt(0x800));
      case 1 -> (char) random.nextInt(0x20);
      case 2 -> (char) random.nextInt(0x10000);
      default -> (char) (0x20 + random.nextInt(0x60));
    };
  }

  private static String line(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
