package dev.heddle.server.model.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.heddle.server.config.ConfigException;
import dev.heddle.server.model.RecordingSleeper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioReaderTest {
  @TempDir Path folder;

  @Test
  void theSamplesAreScenarios() throws Exception {
    Path samples = Path.of(System.getProperty("heddle.root"), "fixtures", "scenarios");
    List<Path> files;
    try (Stream<Path> all = Files.list(samples)) {
      files = all.filter(file -> file.toString().endsWith(".json")).toList();
    }

    assertThat(files).isNotEmpty();
    for (Path file : files) {
      assertThat(ScenarioReader.parse(Files.readString(file)).rules()).as("%s", file).isNotEmpty();
    }
  }

  @Test
  void noRulesIsAScenario() throws Exception {
    assertThat(ScenarioReader.parse("{}")).isEqualTo(Scenario.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | expected an object",
        "{'rules': 1} | rules: expected a list",
        "{'rule': []} | rule: unknown member",
        "{'rules': [1]} | rules[0]: expected an object",
        "{'rules': [{}]} | rules[0].responses: at least one response is needed",
        "{'rules': [{'match': '(', 'responses': [[]]}]} | rules[0].match: not a regular expression",
        "{'rules': [{'turn': 0, 'responses': [[]]}]} | rules[0].turn: expected a whole number from"
            + " 1",
        "{'rules': [{'turn': 1.5, 'responses': [[]]}]} | rules[0].turn: expected a whole number",
        "{'rules': [{'responses': [{}]}]} | rules[0].responses[0]: expected a list of steps",
        "{'rules': [{'responses': [[], [{}]]}]} | rules[0].responses[1][0].type: missing",
        "{'rules': [{'responses': [[{'type': 'zz'}]]}]} | rules[0].responses[0][0].type: unknown"
            + " step `zz`",
        "{'rules': [{'responses': [[{'type': 'message'}]]}]} | [0][0].text: missing",
        "{'rules': [{'responses': [[{'type': 'message', 'text': 1}]]}]} | [0][0].text: expected a"
            + " string",
        "{'rules': [{'responses': [[{'type': 'message', 'text': 'x', 'chunks': 1}]]}]} |"
            + " [0][0].chunks: unknown member",
        "{'rules': [{'responses': [[{'type': 'message', 'text': 'x', 'chunk': 0}]]}]} |"
            + " [0][0].chunk: expected a whole number",
        "{'rules': [{'responses': [[{'type': 'reasoning', 'summary': [1]}]]}]} | [0][0].summary:"
            + " expected a list of strings",
        "{'rules': [{'responses': [[{'type': 'function_call', 'name': 'x', 'arguments': []}]]}]} |"
            + " [0][0].arguments: expected an object or a string",
        "{'rules': [{'responses': [[{'type': 'item'}]]}]} | [0][0].item: expected an object",
        "{'rules': [{'responses': [[{'type': 'delay'}]]}]} | [0][0].ms: missing",
        "{'rules': [{'responses': [[{'type': 'error', 'kind': 'zz', 'message': 'x'}]]}]} |"
            + " [0][0].kind: unknown kind `zz`, expected one of context_window_exceeded, ",
        "{'rules': [{'responses': [[{'type': 'error', 'kind': 'other', 'message': 'x', 'retryable':"
            + " 1}]]}]} | [0][0].retryable: expected true or false",
      })
  void aMistakeIsFoundByItsPlace(String json, String problem) {
    String message = failure(json.replace('\'', '"')).message();

    assertThat(message).startsWith("scenario: ").contains(problem.replace('\'', '"'));
  }

  @Test
  void textThatIsNotJsonGivesLineAndColumn() {
    assertThat(failure("{\"rules\": [\n  {\"match\": oops}]}").message())
        .startsWith("scenario: ")
        .contains("line 2 column")
        .doesNotContain("https://");
    assertThat(failure("{} {}").message()).startsWith("scenario: ");
    assertThat(failure("").message()).startsWith("scenario: ");
  }

  @Test
  void aFileThatIsNotThereIsAnErrorWithoutItsPath() {
    ConfigException failure =
        catchThrowableOfType(
            ConfigException.class,
            () -> ScenarioReader.provider(folder.resolve("absent.json"), new RecordingSleeper()));

    assertThat(failure.message())
        .isEqualTo("scenario: the file cannot be read: NoSuchFileException");
    assertThat(failure.key()).isEqualTo("heddle.scenario");
  }

  private static ConfigException failure(String json) {
    return catchThrowableOfType(ConfigException.class, () -> ScenarioReader.parse(json));
  }
}
