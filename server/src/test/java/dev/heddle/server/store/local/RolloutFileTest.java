package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutFileTest {
  private static final String ID = "019c1391-862b-7000-8000-00000000000a";

  @ParameterizedTest
  @CsvSource({"2026-11-21T04-51-22", "1969-12-31T23-59-59", "2024-02-29T00-00-00"})
  void aNameTellsTheTimeAndTheThread(String time) {
    RolloutFile file = parsed("rollout-" + time + "-" + ID + ".jsonl");
    assertThat(file.threadId()).isEqualTo(ID);
    assertThat(file.segmentId()).isNull();
    LocalDateTime wanted =
        LocalDateTime.parse(time.substring(0, 11) + time.substring(11).replace('-', ':'));
    long second = wanted.toEpochSecond(ZoneOffset.UTC);
    assertThat(file.startedAt()).isEqualTo(second);
    assertThat(file.day()).isEqualTo(wanted.toLocalDate());
    assertThat(file.path().getFileName()).hasToString(RolloutFile.name(second, ID, null));
  }

  @Test
  void idsAreTheSameInCapitals() {
    RolloutFile file =
        parsed(
            "rollout-2026-11-21T04-51-22-" + ID.toUpperCase(Locale.ROOT) + "_" + ID + ".jsonl.zst");
    assertThat(file.threadId()).isEqualTo(ID);
    assertThat(file.segmentId()).isEqualTo(ID);
    assertThat(file.compressed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rollout-2026-11-21T24-00-00-#.jsonl",
        "rollout-2026-11-21T04-60-00-#.jsonl",
        "rollout-2026-11-21T04-00-60-#.jsonl",
        "rollout-2026-02-29T04-00-00-#.jsonl",
        "rollout-2026-13-01T04-00-00-#.jsonl",
        "rollout-2026-11-21 04-51-22-#.jsonl",
        "rollout-2026-11-21T04-51-22-#.jsonl.gz",
        "rollout-2026-11-21T04-51-22-#.json",
        "rollout-2026-11-21T04-51-22-#x.jsonl",
        "rollout-2026-11-21T04-51-22-#_.jsonl",
        "rollout-2026-11-21T04-51-22-#_#",
        "rollout-2026-11-21T04-51-22-#",
        "rollout-2026-11-21T04-51-22-g19c1391-862b-7000-8000-00000000000a.jsonl",
        "rollout-2026-11-21T04-51-22-019c1391+862b-7000-8000-00000000000a.jsonl",
        "Rollout-2026-11-21T04-51-22-#.jsonl",
        "rollout-.jsonl",
        "rollout-",
      })
  void otherNamesAreNoRollouts(String name) {
    assertThat(RolloutFile.parse(Path.of("sessions", name.replace("#", ID)), false)).isNull();
  }

  private static RolloutFile parsed(String name) {
    @Nullable RolloutFile file = RolloutFile.parse(Path.of("sessions", name), false);
    assertThat(file).isNotNull();
    return file;
  }
}
