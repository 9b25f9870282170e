package dev.heddle.protocol.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.lsp4j.jsonrpc.JsonRpcException;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.junit.jupiter.api.Test;

class NdjsonMessageConsumerTest {
  @Test
  void clientsNotificationCarriesNoTimeAndAServersDoes() {
    ByteArrayOutputStream client = new ByteArrayOutputStream();
    ByteArrayOutputStream server = new ByteArrayOutputStream();

    new NdjsonMessageConsumer(client).consume(notification("initialized"));
    new NdjsonMessageConsumer(server, () -> 1_700_000_000_000L).consume(notification("x"));

    assertThat(client.toString(StandardCharsets.UTF_8)).isEqualTo("{\"method\":\"initialized\"}\n");
    assertThat(server.toString(StandardCharsets.UTF_8))
        .isEqualTo("{\"method\":\"x\",\"emittedAtMs\":1700000000000}\n");
  }

  @Test
  void linesOfSeveralThreadsAreNotMixed() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // Byte by byte, so that two writers without a lock would mix.
    OutputStream slow =
        new OutputStream() {
          @Override
          public void write(int b) {
            out.write(b);
          }
        };
    NdjsonMessageConsumer consumer = new NdjsonMessageConsumer(slow);
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String method = "m".repeat(100 * (i + 1));
      Thread writer =
          new Thread(() -> {
            for (int j = 0; j < 200; j++) {
              consumer.consume(notification(method));
            }
          });
      writers.add(writer);
      writer.start();
    }
    for (Thread writer : writers) {
      writer.join();
    }

    List<Message> read = new ArrayList<>();
    new NdjsonMessageProducer(
            new ByteArrayInputStream(out.toByteArray()),
            1 << 20,
            (id, fault) -> {
              throw fault;
            })
        .listen(read::add);
    assertThat(read).hasSize(800).allMatch(NotificationMessage.class::isInstance);
  }

  @Test
  void failedStreamThrowsAndAMessageWithoutAFormWritesNothing() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RequestMessage unwritable = new RequestMessage();
    unwritable.setId(1);
    unwritable.setMethod("m");
    unwritable.setParams(new Object());
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("broken pipe");
          }
        };

    assertThatThrownBy(() -> new NdjsonMessageConsumer(out).consume(unwritable))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(out.size()).isZero();
    assertThatThrownBy(() -> new NdjsonMessageConsumer(broken).consume(notification("m")))
        .isInstanceOf(JsonRpcException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void errorCarriesItsKindAndDetailsUnderData() {
    JsonObject details = new JsonObject();
    details.addProperty("reason", "readStateConflict");
    details.addProperty("kind", "ignored");
    RpcException failure =
        RpcException.invalidRequest(ErrorKind.CONFLICT, "read state changed")
            .onThread("t1")
            .withDetails(details);

    assertThat(failure.toError().getCode()).isEqualTo(-32600);
    assertThat(WireJson.toTree(failure.toError().getData()))
        .isEqualTo(
            WireJson.parse(
                "{\"reason\":\"readStateConflict\",\"kind\":\"conflict\",\"retryable\":false,"
                    + "\"threadId\":\"t1\"}"));
    assertThat(
            RpcException.of(RpcException.OVERLOADED, ErrorKind.OVERLOADED, "later")
                .toError()
                .getData())
        .isEqualTo(WireJson.parse("{\"kind\":\"overloaded\",\"retryable\":true}"));
  }

  private static NotificationMessage notification(String method) {
    NotificationMessage notification = new NotificationMessage();
    notification.setMethod(method);
    return notification;
  }
}
