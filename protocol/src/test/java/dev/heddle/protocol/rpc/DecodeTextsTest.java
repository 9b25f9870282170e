package dev.heddle.protocol.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import dev.heddle.protocol.v2.GetAccountRateLimitsParams;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts for what cannot be decoded, as the peer gave them for the same input. */
class DecodeTextsTest {
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      maxCharsPerColumn = 100_000,
      textBlock =
          """
          ThreadLoadedListParams | -                               | missing field `params`
          ThreadLoadedListParams | null                            | missing field `params`
          ThreadLoadedListParams | []                              | invalid length 0, expected struct ThreadLoadedListParams with 2 elements
          ThreadLoadedListParams | 5                               | invalid type: integer `5`, expected struct ThreadLoadedListParams
          ThreadLoadedListParams | "x"                             | invalid type: string "x", expected struct ThreadLoadedListParams
          ThreadLoadedListParams | true                            | invalid type: boolean `true`, expected struct ThreadLoadedListParams
          ThreadLoadedListParams | {"limit":"x"}                   | invalid type: string "x", expected u32
          ThreadLoadedListParams | {"limit":-1}                    | invalid value: integer `-1`, expected u32
          ThreadLoadedListParams | {"limit":4294967296}            | invalid value: integer `4294967296`, expected u32
          ThreadLoadedListParams | {"limit":18446744073709551615}  | invalid value: integer `18446744073709551615`, expected u32
          ThreadLoadedListParams | {"limit":99999999999999999999}  | invalid type: integer `99999999999999999999` as u128, expected any value
          ThreadLoadedListParams | {"limit":-99999999999999999999} | invalid type: integer `-99999999999999999999` as i128, expected any value
          ThreadLoadedListParams | {"limit":1.5}                   | invalid type: floating point `1.5`, expected u32
          ThreadLoadedListParams | {"limit":1.0}                   | invalid type: floating point `1.0`, expected u32
          ThreadLoadedListParams | {"limit":true}                  | invalid type: boolean `true`, expected u32
          ThreadLoadedListParams | {"limit":[]}                    | invalid type: sequence, expected u32
          ThreadLoadedListParams | {"limit":{}}                    | invalid type: map, expected u32
          ThreadLoadedListParams | {"cursor":5}                    | invalid type: integer `5`, expected a string
          ThreadLoadedListParams | {"cursor":-5}                   | invalid type: integer `-5`, expected a string
          ThreadLoadedListParams | {"cursor":5.5}                  | invalid type: floating point `5.5`, expected a string
          ThreadLoadedListParams | {"cursor":1e300}                | invalid type: floating point `1e+300`, expected a string
          ThreadLoadedListParams | {"cursor":false}                | invalid type: boolean `false`, expected a string
          ThreadLoadedListParams | {"cursor":{"a":1}}              | invalid type: map, expected a string
          ThreadReadParams       | {}                              | missing field `threadId`
          ThreadReadParams       | {"threadId":null}               | invalid type: null, expected a string
          ThreadReadParams       | {"threadId":"x","includeTurns":null}  | invalid type: null, expected a boolean
          ThreadReadParams       | {"threadId":"x","includeTurns":"yes"} | invalid type: string "yes", expected a boolean
          ThreadReadParams       | {"threadId":"x","includeTurns":0}     | invalid type: integer `0`, expected a boolean
          ThreadReadParams       | {"includeTurns":"a\\"b\\n\\u0001é\\ud83d\\ude00\\u2028\\u007f"} | invalid type: string "a\\"b\\n\\u{1}é😀\\u{2028}\\u{7f}", expected a boolean
          ThreadListParams       | {"sortKey":"zzz"}               | unknown variant `zzz`, expected one of `created_at`, `updated_at`, `recency_at`, `section_position`
          ThreadListParams       | {"sortKey":"Created_at"}        | unknown variant `Created_at`, expected one of `created_at`, `updated_at`, `recency_at`, `section_position`
          ThreadListParams       | {"sortKey":5}                   | invalid type: integer `5`, expected string or map
          ThreadListParams       | {"sortKey":[]}                  | invalid type: sequence, expected string or map
          ThreadListParams       | {"sortKey":{}}                  | invalid value: map, expected map with a single key
          ThreadListParams       | {"sortKey":{"created_at":1}}    | invalid type: integer `1`, expected unit
          ThreadListParams       | {"sortKey":{"zz":null}}         | unknown variant `zz`, expected one of `created_at`, `updated_at`, `recency_at`, `section_position`
          ThreadListParams       | {"sortKey":{"created_at":null,"b":1}} | invalid value: map, expected map with a single key
          ThreadListParams       | {"sortDirection":"up"}          | unknown variant `up`, expected `asc` or `desc`
          ThreadListParams       | {"modelProviders":"x"}          | invalid type: string "x", expected a sequence
          ThreadListParams       | {"modelProviders":[1]}          | invalid type: integer `1`, expected a string
          ThreadListParams       | {"modelProviders":[null]}       | invalid type: null, expected a string
          ThreadListParams       | {"modelProviders":{}}           | invalid type: map, expected a sequence
          ThreadListParams       | {"archived":"x"}                | invalid type: string "x", expected a boolean
          TurnStartParams        | {"threadId":"x"}                | missing field `input`
          TurnStartParams        | {"threadId":"x","input":"hi"}   | invalid type: string "hi", expected a sequence
          TurnStartParams        | {"threadId":"x","input":[{}]}   | missing field `type`
          TurnStartParams        | {"threadId":"x","input":[{"type":"zzz"}]}  | unknown variant `zzz`, expected one of `text`, `image`, `mention`
          TurnStartParams        | {"threadId":"x","input":[{"type":null}]}   | invalid type: null, expected variant identifier
          TurnStartParams        | {"threadId":"x","input":[{"type":"text"}]} | missing field `text`
          TurnStartParams        | {"threadId":"x","input":[{"type":"text","text":5}]} | invalid type: integer `5`, expected a string
          TurnStartParams        | {"threadId":"x","input":["text"]} | invalid type: string "text", expected internally tagged enum UserInput
          TurnStartParams        | {"threadId":"x","input":[null]}   | invalid type: null, expected internally tagged enum UserInput
          TurnStartParams        | {"input":5,"threadId":5}          | invalid type: integer `5`, expected a sequence
          TurnStartParams        | {"input":[{"type":"mention","name":"a"}]} | missing field `file_path`
          TurnStartParams        | {"approvalPolicy":"zzz"}          | unknown variant `zzz`, expected one of `untrusted`, `on-request`, `granular`, `never`, `custom`
          TurnStartParams        | {"approvalPolicy":5}              | invalid type: integer `5`, expected string or map
          TurnStartParams        | {"approvalPolicy":[]}             | invalid type: sequence, expected string or map
          TurnStartParams        | {"approvalPolicy":{}}             | invalid value: map, expected map with a single key
          TurnStartParams        | {"approvalPolicy":{"granular":5}} | invalid type: integer `5`, expected struct variant
          TurnStartParams        | {"approvalPolicy":{"granular":null}} | invalid type: null, expected struct variant
          TurnStartParams        | {"approvalPolicy":{"granular":{}}}   | missing field `sandbox_approval`
          TurnStartParams        | {"approvalPolicy":"granular"}     | invalid type: unit variant, expected struct variant
          TurnStartParams        | {"approvalPolicy":{"never":1}}    | invalid type: integer `1`, expected unit
          TurnStartParams        | {"additionalContext":5}           | invalid type: integer `5`, expected a map
          TurnStartParams        | {"additionalContext":{"a":5}}     | invalid type: integer `5`, expected struct AdditionalContextEntry
          GoalSetParams          | {"tokenBudget":"x"}               | invalid type: string "x", expected i64
          GoalSetParams          | {"tokenBudget":9223372036854775808} | invalid value: integer `9223372036854775808`, expected i64
          MetadataUpdateParams   | {"gitInfo":5}                     | invalid type: integer `5`, expected struct GitInfoUpdate
          MetadataUpdateParams   | {"gitInfo":{"sha":5}}             | invalid type: integer `5`, expected a string
          MetadataUpdateParams   | {"gitInfo":{"depth":-2147483649}} | invalid value: integer `-2147483649`, expected i32
          InitializeParams       | {}                                | missing field `clientInfo`
          InitializeParams       | {"clientInfo":{"name":"x"}}       | missing field `version`
          InitializeParams       | {"clientInfo":["a"]}              | invalid length 1, expected struct ClientInfo with 3 elements
          InitializeParams       | {"capabilities":5}                | invalid type: integer `5`, expected a map
          NoParams               | {"a":1}                           | invalid type: map, expected unit
          NoParams               | []                                | invalid type: sequence, expected unit
          NoParams               | 5                                 | invalid type: integer `5`, expected unit
          NoParams               | "x"                               | invalid type: string "x", expected unit
          """)
  void textIsThePeersOwn(String type, String json, String text) throws Exception {
    JsonElement params = json.equals("-") ? null : WireJson.parse(json);
    Class<?> target =
        type.equals("NoParams")
            ? NoParams.class
            : Class.forName(WireSamples.class.getName() + "$" + type);

    assertThatThrownBy(() -> WireJson.decodeParams(params, target))
        .isExactlyInstanceOf(DecodeException.class)
        .hasMessage(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          ThreadLoadedListParams | {"limit":null}
          ThreadLoadedListParams | {"limit":4294967295}
          ThreadLoadedListParams | {"limit":-0}
          ThreadLoadedListParams | {"cursor":"a","cursor":"b"}
          ThreadLoadedListParams | {"unknown":{"x":[1]}}
          ThreadListParams       | {"sortKey":{"created_at":null}}
          ThreadListParams       | {"modelProviders":null}
          TurnStartParams        | {"threadId":"x","input":[],"approvalPolicy":{"never":{}}}
          TurnStartParams        | {"threadId":"x","input":[],"approvalPolicy":{"never":null}}
          MetadataUpdateParams   | {"threadId":"x","gitInfo":{"sha":null}}
          """)
  void acceptsWhatThePeerAccepts(String type, String json) throws Exception {
    Class<?> target = Class.forName(WireSamples.class.getName() + "$" + type);

    assertThat(WireJson.decodeParams(WireJson.parse(json), target)).isInstanceOf(target);
  }

  @Test
  void unitParamsAreAbsentNullOrEmpty() {
    for (String json : List.of("null", "{}")) {
      assertThat(WireJson.decodeParams(WireJson.parse(json), NoParams.class))
          .isEqualTo(new NoParams());
    }
    assertThat(WireJson.decodeParams(null, NoParams.class)).isEqualTo(new NoParams());
  }

  @Test
  void paramsMarkedOptionalMayBeLeftOut() {
    GetAccountRateLimitsParams empty = new GetAccountRateLimitsParams(false, false);
    assertThat(WireJson.decodeParams(null, GetAccountRateLimitsParams.class)).isEqualTo(empty);
    assertThat(WireJson.decodeParams(WireJson.parse("null"), GetAccountRateLimitsParams.class))
        .isEqualTo(empty);
  }

  @Test
  void unknownVariantNamesTheChoicesByTheirNumber() {
    assertThat(DecodeException.unknownVariant("x", List.of("a")))
        .hasMessage("unknown variant `x`, expected `a`");
    assertThat(DecodeException.unknownVariant("x", List.of("a", "b")))
        .hasMessage("unknown variant `x`, expected `a` or `b`");
    assertThat(DecodeException.unknownVariant("x", List.of("a", "b", "c")))
        .hasMessage("unknown variant `x`, expected one of `a`, `b`, `c`");
  }
}
