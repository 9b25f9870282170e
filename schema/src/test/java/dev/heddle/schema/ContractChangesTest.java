package dev.heddle.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ContractChangesTest {
  private static final JsonObject NOW = JsonSchemaFiles.flatBundle(true);

  @Test
  void nothingChangedIsNoChange() {
    assertThat(ContractChanges.between(NOW, NOW.deepCopy())).isEmpty();
  }

  @Test
  void textsDoNotCount() {
    assertThat(changes("ThreadArchiveParams", "\"title\":\"", "\"title\":\"Other")).isEmpty();
  }

  @Test
  void aRenamedMemberIsBreakingOnBothSides() {
    assertThat(changes("ThreadArchiveParams", "\"threadId\"", "\"conversationId\""))
        .containsExactly(
            "breaking: ThreadArchiveParams.conversationId is new and required",
            "breaking: ThreadArchiveParams.threadId is gone");
    assertThat(changes("ThreadClosedNotification", "\"threadId\"", "\"conversationId\""))
        .containsExactly(
            "breaking: ThreadClosedNotification.threadId is gone",
            "additive: ThreadClosedNotification.conversationId is new and required");
  }

  @Test
  void aNewValueOfAnEnumIsAdditiveAndOneLessIsNot() {
    assertThat(changes("TurnStatus", "\"inProgress\"", "\"inProgress\",\"paused\""))
        .containsExactly("additive: TurnStatus may also be \"paused\"");
    assertThat(changes("SortDirection", "\"asc\",", ""))
        .containsExactly("breaking: SortDirection is no longer \"asc\"");
  }

  @Test
  void aNullIsBreakingWhereItIsReadAndAdditiveWhereItIsWritten() {
    String text = "\"threadId\":{\"type\":\"string\"}";
    String nullable = "\"threadId\":{\"type\":[\"string\",\"null\"]}";
    assertThat(changes("ThreadClosedNotification", text, nullable))
        .containsExactly("breaking: ThreadClosedNotification.threadId may also be null");
    assertThat(changes("ThreadArchiveParams", text, nullable))
        .containsExactly("additive: ThreadArchiveParams.threadId may also be null");
  }

  @Test
  void aMemberThatNeedNotBeThereIsBreakingWhereItIsRead() {
    assertThat(
            changes("ThreadClosedNotification", "\"required\":[\"threadId\"]", "\"required\":[]"))
        .containsExactly("breaking: ThreadClosedNotification.threadId may be missing now");
    assertThat(changes("ThreadArchiveParams", "\"required\":[\"threadId\"]", "\"required\":[]"))
        .containsExactly("additive: ThreadArchiveParams.threadId may be missing now");
  }

  @Test
  void aRequiredMemberIsBreakingWhereItIsWritten() {
    assertThat(
            changes(
                "ThreadListParams",
                "\"type\":\"object\"",
                "\"type\":\"object\",\"required\":[\"limit\"]"))
        .contains("breaking: ThreadListParams.limit is required now");
  }

  @Test
  void anotherTypeIsBreaking() {
    assertThat(
            changes(
                "ThreadClosedNotification",
                "\"threadId\":{\"type\":\"string\"}",
                "\"threadId\":{\"type\":\"boolean\"}"))
        .contains("breaking: ThreadClosedNotification.threadId may also be boolean");
  }

  @Test
  void aMethodThatGoesIsBreakingAndOneThatComesIsAdditive() {
    JsonObject without = edited(NOW, "ClientRequest", all -> all);
    without
        .getAsJsonObject("definitions")
        .getAsJsonObject("ClientRequest")
        .getAsJsonArray("oneOf")
        .remove(1);
    assertThat(ContractChanges.between(NOW, without))
        .singleElement()
        .satisfies(change -> assertThat(change.breaking()).isTrue());
    assertThat(ContractChanges.between(without, NOW))
        .singleElement()
        .satisfies(change -> assertThat(change.breaking()).isFalse());
  }

  @Test
  void aTypeThatGoesIsBreakingAndOneThatComesIsAdditive() {
    JsonObject without = NOW.deepCopy();
    without.getAsJsonObject("definitions").remove("ErrorData");
    assertThat(ContractChanges.between(NOW, without)).hasToString("[breaking: ErrorData is gone]");
    assertThat(ContractChanges.between(without, NOW)).hasToString("[additive: ErrorData is new]");
  }

  @Test
  void aNameForWhatWasThereChangesNothingElse() {
    String inline =
        NOW.toString()
            .replace("{\"$ref\":\"#/definitions/ThreadSource\"}", "{\"type\":\"string\"}");
    JsonObject without = JsonParser.parseString(inline).getAsJsonObject();
    without.getAsJsonObject("definitions").remove("ThreadSource");
    assertThat(ContractChanges.between(without, NOW))
        .hasToString("[additive: ThreadSource is new]");
    JsonObject number =
        edited(NOW, "ThreadSource", all -> all.replace("\"string\"", "\"boolean\""));
    assertThat(ContractChanges.between(without, number))
        .extracting(ContractChange::toString)
        .contains("breaking: ThreadStartParams.threadSource is no longer string");
  }

  @Test
  void aBreakingChangeHasToBeInTheChangelog() {
    List<ContractChange> changes =
        List.of(
            new ContractChange(true, "Turn.items is gone"),
            new ContractChange(true, "thread/read is gone"),
            new ContractChange(false, "Turn.more is new"));
    String nothing = "# Changelog\n\n## Unreleased\n\n### Added\n- `Turn`, `thread/read`\n";
    assertThat(Release.untold(changes, nothing)).hasSize(2);
    String one = nothing + "\n### Breaking\n- `Turn` has no items.\n\n## 0.1\n- `thread/read`\n";
    assertThat(Release.untold(changes, one))
        .extracting(ContractChange::subject)
        .containsExactly("thread/read");
    String both = nothing + "\n### Breaking\n- `Turn` has no items.\n- No `thread/read`.\n";
    assertThat(Release.untold(changes, both)).isEmpty();
    String old =
        "# Changelog\n\n## Unreleased\n\n## 0.1\n\n### Breaking\n- `Turn`, `thread/read`\n";
    assertThat(Release.untold(changes, old)).hasSize(2);
  }

  private static List<String> changes(String type, String text, String replacement) {
    JsonObject then =
        edited(
            NOW,
            type,
            all -> {
              assertThat(all).contains(text);
              return all.replace(text, replacement);
            });
    return ContractChanges.between(NOW, then).stream().map(ContractChange::toString).toList();
  }

  private static JsonObject edited(JsonObject bundle, String type, UnaryOperator<String> edit) {
    JsonObject copy = bundle.deepCopy();
    JsonObject types = copy.getAsJsonObject("definitions");
    types.add(type, JsonParser.parseString(edit.apply(types.get(type).toString())));
    return copy;
  }
}
