import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import generated.ClientInfo;
import generated.Converter;
import generated.InitializeParams;
import generated.ItemCompletedNotification;
import generated.ThreadItemType;
import generated.ThreadStartParams;
import generated.TurnCompletedNotification;
import generated.TurnStartParams;
import generated.TurnStatus;
import generated.UserInput;
import generated.UserInputType;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A conversation through Java that quicktype made of the JSON Schema: what is sent and what is read
 * are its classes. Arguments are the server's command.
 */
public final class StockConversation {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process server;
  private final BufferedReader lines;
  private long lastId;

  private StockConversation(String[] command) throws IOException {
    server = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    lines = server.inputReader(StandardCharsets.UTF_8);
  }

  /** Holds the conversation. */
  public static void main(String[] command) throws Exception {
    new StockConversation(command).converse();
    System.out.println("all well");
  }

  private void converse() throws Exception {
    ClientInfo client = new ClientInfo();
    client.setName("stock-java");
    client.setVersion("1.0");
    InitializeParams hello = new InitializeParams();
    hello.setClientInfo(client);
    String userAgent =
        Converter.InitializeResponseFromJsonString(
                ask("initialize", Converter.InitializeParamsToJsonString(hello)))
            .getUserAgent();
    expect(userAgent.startsWith("stock-java/"), userAgent);

    String start = Converter.ThreadStartParamsToJsonString(new ThreadStartParams());
    String threadId =
        Converter.ThreadStartResponseFromJsonString(ask("thread/start", start)).getThread().getID();

    UserInput text = new UserInput();
    text.setType(UserInputType.TEXT);
    text.setText("hello from generated Java");
    // This code writes null for what is not set, and the schema has no null here.
    text.setTextElements(List.of());
    TurnStartParams turn = new TurnStartParams();
    turn.setThreadID(threadId);
    turn.setInput(List.of(text));
    String turnId =
        Converter.TurnStartResponseFromJsonString(
                ask("turn/start", Converter.TurnStartParamsToJsonString(turn)))
            .getTurn()
            .getID();

    ItemCompletedNotification item;
    do {
      item = Converter.ItemCompletedNotificationFromJsonString(hear("item/completed"));
    } while (item.getItem().getType() != ThreadItemType.AGENT_MESSAGE);
    String said = item.getItem().getText();
    expect(said.contains("hello from generated Java"), said);
    TurnCompletedNotification end =
        Converter.TurnCompletedNotificationFromJsonString(hear("turn/completed"));
    expect(end.getTurn().getID().equals(turnId), "another turn");
    expect(end.getTurn().getStatus() == TurnStatus.COMPLETED, "the turn did not complete");
    server.getOutputStream().close();
    expect(server.waitFor() == 0, "exit code " + server.exitValue());
  }

  private String ask(String method, String params) throws IOException {
    long id = ++lastId;
    String line = "{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}\n";
    server.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
    server.getOutputStream().flush();
    while (true) {
      JsonNode message = next();
      if (message.path("id").asLong() == id && !message.has("method")) {
        expect(message.has("result"), message.toString());
        return message.get("result").toString();
      }
    }
  }

  private String hear(String method) throws IOException {
    while (true) {
      JsonNode message = next();
      if (message.path("method").asText().equals(method)) {
        return message.get("params").toString();
      }
    }
  }

  private JsonNode next() throws IOException {
    String line = lines.readLine();
    expect(line != null, "the server's output ended");
    return JSON.readTree(line);
  }

  private static void expect(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
