package dev.heddle.server.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.protocol.v2.UserInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ActiveTurnTest {
  private final ActiveTurn turn = new ActiveTurn("t1", TurnCause.NONE, Instant.EPOCH, null);
  private final List<String> announced = new ArrayList<>();

  @Test
  void inputThatArrivesBeforeTheEndKeepsTheTurnRunning() {
    add(input("more"));

    assertThat(turn.closeIfDrained()).isFalse();
    assertThat(turn.drain()).containsExactly(input("more"));
    assertThat(turn.closeIfDrained()).isTrue();
    assertThat(turn.expectInput()).isFalse();
  }

  @Test
  void inputEndsTheAnswerThatIsStreaming() {
    var sampling = turn.startSampling();
    assertThat(sampling.isCancelled()).isFalse();

    add(input("steer"));

    assertThat(sampling.isCancelled()).isTrue();
    assertThat(turn.cancellation().isCancelled()).isFalse();
  }

  @Test
  void inputThatCameBetweenTwoRequestsEndsTheNextAtOnce() {
    add(input("steer"));

    assertThat(turn.startSampling().isCancelled()).isTrue();
  }

  @Test
  void theEndIsAnnouncedByTheRequestThatInterrupted() {
    var end = turn.interrupt();
    turn.end(() -> announced.add("end"));

    assertThat(announced).isEmpty();
    end.join().run();
    assertThat(announced).containsExactly("end");
  }

  @Test
  void anEndThatCannotBeAnnouncedIsAnEnd() {
    assertThatThrownBy(() ->
            turn.end(() -> {
              throw new IllegalStateException("broken on purpose");
            }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(turn.ended()).isCompleted();
  }

  @Test
  void theEndIsAnnouncedByTheTurnItselfWhenNobodyInterrupted() {
    turn.end(() -> announced.add("end"));

    assertThat(announced).containsExactly("end");
    assertThat(turn.ended()).isCompleted();
  }

  @Test
  void theTurnDoesNotEndBeforeAcceptedInputHasCome() {
    assertThat(turn.expectInput()).isTrue();
    var mayEnd = CompletableFuture.supplyAsync(turn::closeIfDrained);
    assertThat(turn.drain()).isEmpty();

    turn.add(input("accepted"));

    assertThat(mayEnd.orTimeout(10, TimeUnit.SECONDS).join()).isFalse();
    assertThat(turn.drain()).containsExactly(input("accepted"));
  }

  @Test
  void acceptedInputThatComesAfterAFailureIsNotLost() {
    assertThat(turn.expectInput()).isTrue();
    var left = CompletableFuture.supplyAsync(turn::close);
    while (turn.expectInput()) {
      turn.expectedIsOver(); // not yet closing
    }

    turn.add(input("accepted"));

    assertThat(left.orTimeout(10, TimeUnit.SECONDS).join()).containsExactly(input("accepted"));
  }

  private void add(TurnInput input) {
    assertThat(turn.expectInput()).isTrue();
    turn.add(input);
  }

  private static TurnInput input(String text) {
    return new TurnInput(List.of(new UserInput.Text(text)), null);
  }
}
