package dev.heddle.protocol.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.protocol.rpc.WireSamples.Gated;
import dev.heddle.protocol.rpc.WireSamples.TurnStartParams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentalUseTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      nullValues = "-",
      textBlock =
          """
          {}                                  | -
          {"historyMode":null}                | -
          {"historyMode":[]}                  | thread/start.historyMode
          {"historyMode":{}}                  | thread/start.historyMode
          {"roots":[]}                        | custom.descriptor
          {"roots":["a"],"historyMode":false} | thread/start.historyMode
          {"mode":"plain"}                    | -
          {"mode":"fancy"}                    | mode.fancy
          {"mode":{"fancy":null}}             | mode.fancy
          {"mode":"odd"}                      | special.name
          {"inner":[{},{"deep":"x"}]}         | thread/start.inner.deep
          {"inner":[{"modes":{"a":"plain","b":"odd"}}]} | special.name
          {"unknown":1}                       | -
          {"raw":false}                       | -
          {"raw":true}                        | thread/start.raw
          """)
  void firstUseInDeclarationOrderIsNamed(String params, String descriptor) {
    assertThat(ExperimentalUse.find("thread/start", WireJson.parse(params), Gated.class))
        .isEqualTo(descriptor);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      nullValues = "-",
      textBlock =
          """
          {"threadId":"x","input":[{"type":"text","text":"t"}]} | -
          {"approvalPolicy":"never"}                            | -
          {"approvalPolicy":{"granular":{"sandbox_approval":true}}} | askForApproval.granular
          {"additionalContext":{}}                              | turn/start.additionalContext
          """)
  void unionVariantsAreSearched(String params, String descriptor) {
    assertThat(ExperimentalUse.find("turn/start", WireJson.parse(params), TurnStartParams.class))
        .isEqualTo(descriptor);
  }

  @Test
  void absentParamsUseNothing() {
    assertThat(ExperimentalUse.find("thread/start", null, Gated.class)).isNull();
    assertThat(ExperimentalUse.find("thread/start", WireJson.parse("null"), Gated.class)).isNull();
  }
}
