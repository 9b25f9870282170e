package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Items of kinds that only Codex makes are shown as it would show them. */
@Timeout(60)
class ItemsOfCodexTest {
  @TempDir Path home;

  @Test
  void whatWasDoneOnTheWebIsShownHoweverItWasDone() throws IOException {
    List<JsonObject> items =
        shownAmongPaginated(
            "{'type':'WebSearch','id':'w1','query':'q','action':{'type':'open_page','url':'u'},"
                + "'results':[{'page_age':1}]}",
            "{'type':'WebSearch','id':'w2','query':'q',"
                + "'action':{'type':'find_in_page','url':'u','pattern':'p'}}",
            "{'type':'WebSearch','id':'w3','query':'q',"
                + "'action':{'type':'search','query':'q'}}",
            "{'type':'WebSearch','id':'w4','query':'q'}");
    assertThat(items).hasSize(4);
    assertThat(items.get(0))
        .isEqualTo(
            with(
                items.get(0),
                "{'action':{'type':'openPage','url':'u'},'results':[{'page_age':1}]}"));
    assertThat(items.get(1))
        .isEqualTo(with(items.get(1), "{'action':{'type':'findInPage','url':'u','pattern':'p'}}"));
    assertThat(items.get(2))
        .isEqualTo(with(items.get(2), "{'action':{'type':'search','query':'q','queries':null}}"));
    assertThat(items.get(3)).isEqualTo(with(items.get(3), "{'action':null}"));
  }

  @Test
  void whatAToolWasGivenAndGaveIsShownAsItIs() throws IOException {
    JsonObject call =
        shownAmongPaginated(
                "{'type':'McpToolCall','id':'m','server':'s','tool':'t','status':'completed',"
                    + "'arguments':{'user_id':{'first_name':1}},'plugin_id':'p',"
                    + "'result':{'content':[{'type':'text','mime_type':'x'}],"
                    + "'structuredContent':{'a_b':1},'isError':false,'_meta':{'c_d':2}},"
                    + "'duration':{'secs':1,'nanos':500000000}}")
            .getFirst();
    assertThat(call)
        .isEqualTo(
            with(
                call,
                "{'arguments':{'user_id':{'first_name':1}},'pluginId':'p','durationMs':1500,"
                    + "'result':{'content':[{'type':'text','mime_type':'x'}],"
                    + "'structuredContent':{'a_b':1},'_meta':{'c_d':2}}}"));
  }

  @Test
  void aPictureIsShownByItsPath() throws IOException {
    List<JsonObject> items =
        shownAmongPaginated(
            "{'type':'ImageView','id':'i1','path':'file:///tmp/a%20b.png'}",
            "{'type':'ImageView','id':'i2','path':'/tmp/a%20b.png'}");
    assertThat(items)
        .extracting(item -> item.get("path").getAsString())
        .containsExactly("/tmp/a b.png", "/tmp/a%20b.png");
  }

  @Test
  void aCallOfALegacyHistoryFailedWhenItsResultSaysSo() throws IOException {
    String call =
        "{'type':'mcp_tool_call_end','call_id':'%s',"
            + "'invocation':{'server':'s','tool':'t','arguments':%s},"
            + "'duration':{'secs':0,'nanos':2000000},'result':%s}";
    List<JsonObject> items =
        shown(
            "legacy",
            List.of(
                call.formatted("m1", "null", "{'Ok':{'content':[],'isError':true}}"),
                call.formatted("m2", "{'a_b':1}", "{'Ok':{'content':[]}}"),
                call.formatted("m3", "null", "{'Err':'no'}")));
    assertThat(items)
        .extracting(item -> item.get("status").getAsString())
        .containsExactly("failed", "completed", "failed");
    assertThat(items)
        .extracting(item -> item.get("arguments").toString())
        .containsExactly("null", "{\"a_b\":1}", "null");
    assertThat(items)
        .extracting(item -> item.get("durationMs").getAsInt())
        .containsExactly(2, 2, 2);
    assertThat(items.getLast().getAsJsonObject("error").get("message").getAsString())
        .isEqualTo("no");
  }

  private static JsonObject with(JsonObject item, String members) {
    JsonObject changed = item.deepCopy();
    json(members).asMap().forEach(changed::add);
    return changed;
  }

  private static JsonObject json(String singleQuoted) {
    return JsonParser.parseString(singleQuoted.replace('\'', '"')).getAsJsonObject();
  }

  private List<JsonObject> shownAmongPaginated(String... items) throws IOException {
    List<String> events = new ArrayList<>();
    for (String item : items) {
      events.add(
          "{'type':'item_completed','thread_id':'T','turn_id':'U','item':"
              + item
              + ",'started_at_ms':1,'completed_at_ms':2}");
    }
    return shown("paginated", events);
  }

  /** What clients see of items behind those of one turn, whose events these are. */
  private List<JsonObject> shown(String historyMode, List<String> events) throws IOException {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String threadId;
    String turnId;
    Path file;
    try (TestClient client = server.start()) {
      JsonObject started =
          client.request("thread/start", "{\"historyMode\":\"" + historyMode + "\"}");
      threadId = Threads.idOf(started);
      file = Path.of(started.getAsJsonObject("thread").get("path").getAsString());
      turnId = Threads.runTurn(client, threadId, "hello");
    }
    List<String> lines = Files.readAllLines(file);
    JsonElement newest = JsonParser.parseString(lines.getLast()).getAsJsonObject().get("ordinal");
    long ordinal = newest == null ? 0 : newest.getAsLong();
    for (String event : events) {
      JsonObject line = json("{'timestamp':'2026-11-21T04:51:22.000Z','type':'event_msg'}");
      if (newest != null) {
        line.addProperty("ordinal", ++ordinal);
      }
      JsonObject payload = json(event);
      if (payload.has("turn_id")) {
        payload.addProperty("thread_id", threadId);
        payload.addProperty("turn_id", turnId);
      }
      line.add("payload", payload);
      Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    }
    try (TestClient client = server.start()) {
      List<JsonObject> items = new ArrayList<>();
      client
          .request(
              "thread/turns/list",
              Threads.on(threadId, "\"itemsView\":\"full\",\"sortDirection\":\"asc\""))
          .getAsJsonArray("data")
          .forEach(turn ->
              turn.getAsJsonObject()
                  .getAsJsonArray("items")
                  .forEach(item -> items.add(item.getAsJsonObject())));
      return items.subList(2, items.size()); // behind what was said
    }
  }
}
