package dev.heddle.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.rollout.RolloutRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Text: any string a program can hold comes back as it was. */
interface StringsContract extends StoreOnTrial {
  @Test
  @Tag("SA-11")
  default void awkwardStringsComeBack() {
    keepsAll(
        "awkward strings",
        List.of(
            "",
            "\0 NUL \0",
            "line\nfeed, carriage\rreturn, both\r\n",
            "separators \u2028 and \u2029 and \u0085",
            "lone high \ud83d and lone low \ude00, reversed \ude00\ud83d",
            "a pair \ud83d\ude00",
            "quotes \" and \\ and \u007f",
            "{\"timestamp\":\"not a record\"}\n{\"type\":\"event_msg\"}",
            "\ufeffbyte order mark \uffff"));
  }

  @Test
  @Tag("SA-11")
  default void anyUtf16StringComesBack() {
    Random random = new Random(7);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(60);
      for (int c = 0; c < length; c++) {
        text.append(
            switch (random.nextInt(4)) {
              case 0 -> (char) random.nextInt(128);
              case 1 -> (char) (0xD800 + random.nextInt(0x800));
              default -> (char) random.nextInt(0x10000);
            });
      }
      texts.add(text.toString());
    }
    keepsAll("random strings, seed 7", texts);
  }

  @Test
  @Tag("SA-12")
  default void charactersOfSeveralBytesSurviveEveryPositionAtABufferBoundary() {
    List<String> texts = new ArrayList<>();
    for (int length = 8192 - 300; length <= 8192 + 4; length++) {
      texts.add("x".repeat(length) + "\u20ac\ud83d\ude00");
    }
    keepsAll("strings around a buffer's size", texts);
  }

  @Test
  @Tag("SA-11")
  default void aPayloadOfMegabytesComesBack() {
    keepsAll("a payload of 4 Mi characters", List.of("\u00e4\n".repeat(2 * 1024 * 1024), "after"));
  }

  private void keepsAll(String what, List<String> texts) {
    NewThread thread = SampleThread.of(store(), 0);
    List<RolloutRecord> records = texts.stream().map(text -> SampleThread.note(1, text)).toList();
    try (LiveLog log = store().create(thread)) {
      log.append(records);
      log.flush();
    }
    List<RolloutRecord> found = SampleThread.appended(restart(), thread.threadId());
    assertThat(found).as("number of %s", what).hasSameSizeAs(texts);
    for (int i = 0; i < texts.size(); i++) {
      // Not assertThat on the texts themselves: a failure would print megabytes.
      assertThat(SampleThread.noteOf(found.get(i)).equals(texts.get(i)))
          .as("%s: number %d of %d comes back", what, i, texts.size())
          .isTrue();
    }
  }
}
