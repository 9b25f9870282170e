package dev.heddle.server.chat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.NoParams;
import dev.heddle.protocol.rpc.RpcClient;
import dev.heddle.protocol.rpc.ServerProcess;
import dev.heddle.protocol.rpc.WireTap;
import dev.heddle.protocol.v2.ClientNotifications;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with an agent in a terminal: what is typed becomes a turn, {@code !command} a
 * command of the user's own, and what the agent wants to do is asked about. Ctrl-C interrupts a
 * turn; at the prompt it clears the line. The end of the input ends the chat.
 *
 * <p>One thread; the server's words come through a queue.
 */
public final class Chat {
  private static final Duration END_LIMIT = Duration.ofSeconds(10);
  private static final String HELP =
      "/new  a new conversation   /resume [THREAD]  list them, or go on with one   /quit   "
          + "!command  run it";

  private final RpcClient client;
  private final ChatEvents events;
  private final Terminal terminal;
  private final LineReader reader;
  private final ChatScreen screen;
  private String threadId = "";

  private Chat(RpcClient client, ChatEvents events, Terminal terminal) {
    this.client = client;
    this.events = events;
    this.terminal = terminal;
    this.reader = LineReaderBuilder.builder().terminal(terminal).build();
    this.reader.option(LineReader.Option.DISABLE_EVENT_EXPANSION, true); // of "!"
    this.screen = new ChatScreen(terminal);
  }

  /**
   * Chats until the input ends.
   *
   * @param server the command line of the server
   * @return whether the server ended well
   */
  public static boolean run(List<String> server, @Nullable String thread)
      throws IOException, InterruptedException {
    ChatEvents events = new ChatEvents();
    try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build();
        ServerProcess process =
            ServerProcess.start(new ProcessBuilder(server), events, WireTap.NONE)) {
      new Chat(process.client(), events, terminal).talk(thread);
      return process.end(END_LIMIT) == 0;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private void talk(@Nullable String thread) throws InterruptedException {
    try {
      begin(thread);
      while (true) {
        String line = read("> ");
        if (line != null && !answer(line.strip())) {
          return;
        }
      }
    } catch (EndOfFileException e) {
      // The end of the input is the end of the chat.
    } catch (ChatRefusedException e) {
      screen.problem(e.getMessage());
    }
  }

  private void begin(@Nullable String thread) throws InterruptedException, ChatRefusedException {
    JsonObject info = object("name", "heddle-chat");
    info.addProperty("version", "1");
    JsonObject params = new JsonObject();
    params.add("clientInfo", info);
    ask("initialize", params);
    client.notify(ClientNotifications.INITIALIZED, new NoParams());
    if (thread == null) {
      startThread();
    } else {
      resume(thread);
    }
    screen.line(HELP);
  }

  /** Does what a line asks for; returns whether the chat goes on. */
  private boolean answer(String line) throws InterruptedException {
    try {
      if (line.equals("/quit")) {
        return false;
      } else if (line.equals("/new")) {
        startThread();
      } else if (line.equals("/resume")) {
        list();
      } else if (line.startsWith("/resume ")) {
        resume(line.substring("/resume ".length()).strip());
      } else if (line.startsWith("/")) {
        screen.line(HELP);
      } else if (line.startsWith("!")) {
        JsonObject params = onThread();
        params.addProperty("command", line.substring(1));
        ask("thread/shellCommand", params);
        follow();
      } else if (!line.isEmpty()) {
        turn(line);
      }
    } catch (ChatRefusedException e) {
      screen.problem(e.getMessage());
    }
    return true;
  }

  private void startThread() throws InterruptedException, ChatRefusedException {
    JsonObject thread =
        ask("thread/start", object("cwd", System.getProperty("user.dir")))
            .getAsJsonObject("thread");
    threadId = ChatScreen.text(thread, "id");
    screen.line("conversation " + threadId);
  }

  private void resume(String thread) throws InterruptedException, ChatRefusedException {
    JsonObject found = ask("thread/resume", object("threadId", thread)).getAsJsonObject("thread");
    threadId = ChatScreen.text(found, "id");
    screen.line("conversation " + threadId + ": " + ChatScreen.text(found, "preview"));
  }

  private void list() throws InterruptedException, ChatRefusedException {
    JsonObject params = new JsonObject();
    params.addProperty("limit", 10);
    if (ask("thread/list", params).get("data") instanceof JsonArray threads) {
      for (JsonElement each : threads) {
        JsonObject thread = each.getAsJsonObject();
        screen.line(ChatScreen.text(thread, "id") + "  " + ChatScreen.text(thread, "preview"));
      }
    }
  }

  private void turn(String text) throws InterruptedException, ChatRefusedException {
    JsonObject input = object("type", "text");
    input.addProperty("text", text);
    JsonArray inputs = new JsonArray();
    inputs.add(input);
    JsonObject params = onThread();
    params.add("input", inputs);
    ask("turn/start", params);
    follow();
  }

  /** Shows what happens until the turn ends. */
  private void follow() throws InterruptedException, ChatRefusedException {
    String[] turnId = {""};
    Terminal.SignalHandler before =
        terminal.handle(Terminal.Signal.INT, signal -> interrupt(turnId[0]));
    try {
      while (true) {
        switch (events.take()) {
          case ChatEvent.Told(String method, JsonObject params) -> {
            if (method.equals("turn/started")) {
              turnId[0] = ChatScreen.text(params.getAsJsonObject("turn"), "id");
            }
            screen.show(method, params);
            if (method.equals("turn/completed")) {
              return;
            }
          }
          case ChatEvent.Asked asked -> decide(asked);
          case ChatEvent.Ended() -> throw new ChatRefusedException("the server has ended");
        }
      }
    } finally {
      terminal.handle(Terminal.Signal.INT, before);
    }
  }

  private void interrupt(String turnId) {
    JsonObject params = onThread();
    params.addProperty("turnId", turnId);
    client.request("turn/interrupt", params);
  }

  private void decide(ChatEvent.Asked asked) {
    String reason = ChatScreen.text(asked.params(), "reason");
    String command = ChatScreen.text(asked.params(), "command");
    screen.line(
        (command.isEmpty() ? "May these changes be made?" : "May this run?  " + command)
            + (reason.isEmpty() ? "" : "  (" + reason + ")"));
    String decision = null;
    while (decision == null) {
      String line;
      try {
        line = read("[a]ccept, for the [s]ession, [d]ecline, [c]ancel: ");
      } catch (EndOfFileException e) {
        line = "c"; // nobody is there to say yes
      }
      decision =
          switch (line == null ? "c" : line.strip()) {
            case "a" -> "accept";
            case "s" -> "acceptForSession";
            case "d" -> "decline";
            case "c" -> "cancel";
            default -> null;
          };
    }
    asked.answer().complete(object("decision", decision));
  }

  /** A line that was typed; null for one that was given up. */
  private @Nullable String read(String prompt) {
    try {
      return reader.readLine(prompt);
    } catch (UserInterruptException e) {
      return null;
    }
  }

  private JsonObject ask(String method, JsonObject params)
      throws InterruptedException, ChatRefusedException {
    try {
      return client.request(method, params).get().getAsJsonObject();
    } catch (ExecutionException e) {
      throw new ChatRefusedException(
          String.valueOf(Objects.requireNonNullElse(e.getCause(), e).getMessage()));
    }
  }

  private JsonObject onThread() {
    return object("threadId", threadId);
  }

  private static JsonObject object(String member, String value) {
    JsonObject object = new JsonObject();
    object.add(member, new JsonPrimitive(value));
    return object;
  }
}
