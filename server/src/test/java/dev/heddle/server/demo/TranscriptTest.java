package dev.heddle.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TranscriptTest {
  private static final Duration LONG = Duration.ofSeconds(25);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Transcript transcript =
      new Transcript(new Narrator(new Screen(out, false), false, false));

  @Test
  void waitsForWhatComesLaterAndFindsWhatIsThere() throws Exception {
    transcript.received("{\"method\":\"a\",\"params\":{\"n\":1}}");
    int mark = transcript.size();
    Thread later = Thread.startVirtualThread(() -> transcript.received("{\"method\":\"a\"}"));

    assertThat(transcript.await(mark, e -> e.isNotification("a"), "a", LONG).text("params", "n"))
        .isNull();
    later.join();
    assertThat(transcript.await(0, e -> e.isNotification("a"), "a", LONG).text("params", "n"))
        .isEqualTo("1");
  }

  @Test
  void theEndEndsTheWaiting() {
    transcript.ended();

    assertThatThrownBy(() -> transcript.await(0, e -> true, "anything", LONG))
        .hasMessage("the server ended before anything");
  }

  @Test
  void timeRunsOut() {
    assertThatThrownBy(() -> transcript.await(0, e -> true, "anything", Duration.ZERO))
        .hasMessage("no anything within 0 seconds");
  }

  @Test
  void aLineThatIsNoMessageIsShownAndRemembered() {
    transcript.received("hello");

    assertThat(out.toString(StandardCharsets.UTF_8)).contains("← not a message: hello");
    assertThatThrownBy(transcript::requireReadable)
        .hasMessage("a line of the server is not a message: hello");
    assertThatThrownBy(() -> transcript.await(0, e -> true, "anything", LONG))
        .isInstanceOf(DemoFailure.class);
  }

  @Test
  void answersAreShownWithTheMethodTheyAnswer() {
    transcript.sent("{\"id\":7,\"method\":\"x/y\"}");
    transcript.received("{\"id\":7,\"result\":{\"z\":1}}");

    assertThat(out.toString(StandardCharsets.UTF_8)).contains("← answer to x/y #7  z 1");
  }
}
