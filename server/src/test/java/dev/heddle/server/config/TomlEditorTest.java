package dev.heddle.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TomlEditorTest {
  private static final String FILE =
      """
      # about all

      model = "a"   # why
      approval_policy = "never"

      [model_providers.mock]   # the mock
      name = 'Mock'
      # inside
      wire_api = "responses"

      [profiles.fast]
      model = "fast-model"

      # a tail comment
      """;

  @Test
  void aValueIsReplacedWhereItStands() throws ConfigException {
    assertThat(set(FILE, "model", "'b'"))
        .isEqualTo(FILE.replace("model = \"a\"   # why", "model = \"b\"   # why"));
    assertThat(set(FILE, "model_providers.mock.name", "'M2'"))
        .isEqualTo(FILE.replace("'Mock'", "\"M2\""));
  }

  @Test
  void aValueThatIsTheSameStaysAsItWasWritten() throws ConfigException {
    assertThat(set(FILE, "model_providers.mock.name", "'Mock'")).isEqualTo(FILE);
    assertThat(set("n = 0x10\na = [ 1,\n 2 ] # c\n", "n", "16")).startsWith("n = 0x10\n");
  }

  @Test
  void aNewValueGoesBehindTheLastOfItsTable() throws ConfigException {
    assertThat(set(FILE, "effort", "'high'"))
        .isEqualTo(FILE.replace("\"never\"\n", "\"never\"\neffort = \"high\"\n"));
    assertThat(set(FILE, "profiles.fast.n", "[1, true, 1.5]"))
        .isEqualTo(FILE.replace("fast-model\"\n", "fast-model\"\nn = [1, true, 1.5]\n"));
  }

  @Test
  void aNewTableGoesBehindTheLastStatement() throws ConfigException {
    assertThat(set(FILE, "sandbox.\"a.b\".x", "1"))
        .isEqualTo(FILE.replace("fast-model\"\n", "fast-model\"\n\n[sandbox.\"a.b\"]\nx = 1\n"));
    assertThat(set(FILE, "empty", "{}"))
        .isEqualTo(FILE.replace("fast-model\"\n", "fast-model\"\n\n[empty]\n"));
  }

  @Test
  void aTableIsReplacedOrKeepsItsOthers() throws ConfigException {
    String table = "[t] # c\na = 1 # one\nb = 2\n";
    assertThat(set(table, "t", "{a:1,c:3}")).isEqualTo("[t] # c\na = 1 # one\nc = 3\n");
    assertThat(apply(table, "t", "{c:3}", true)).isEqualTo("[t] # c\na = 1 # one\nb = 2\nc = 3\n");
    assertThat(apply("t = { a = 1, b = 2 } # c\n", "t", "{c:3}", true))
        .isEqualTo("t = { a = 1, b = 2, c = 3 } # c\n");
  }

  @Test
  void aValueInsideAnInlineTableIsChangedThere() throws ConfigException {
    String inline = "a = { b = 1, c = 2 } # in\n";
    assertThat(set(inline, "a.b", "3")).isEqualTo("a = { b = 3, c = 2 } # in\n");
    assertThat(set(inline, "a.z", "{x:1}")).isEqualTo("a = { b = 1, c = 2, z = { x = 1 } } # in\n");
    assertThat(set(inline, "a.b", null)).isEqualTo("a = { c = 2 } # in\n");
  }

  @Test
  void dottedKeysGetDottedNeighbours() throws ConfigException {
    assertThat(set("d.e = 1\n[x]\nd.f = 2\n", "d.g", "3")).startsWith("d.e = 1\nd.g = 3\n[x]");
    assertThat(set("[x]\nd.f = 2\n", "x.d.g.h", "3")).isEqualTo("[x]\nd.f = 2\nd.g.h = 3\n");
  }

  @Test
  void whatIsRemovedTakesItsLinesWithIt() throws ConfigException {
    assertThat(set(FILE, "model", null)).isEqualTo(FILE.replace("model = \"a\"   # why\n", ""));
    assertThat(set(FILE, "model_providers", null))
        .isEqualTo(
            FILE.replace(
                "[model_providers.mock]   # the mock\nname = 'Mock'\n# inside\n"
                    + "wire_api = \"responses\"\n\n",
                ""));
    assertThat(set(FILE, "nothing.here", null)).isEqualTo(FILE);
    assertThat(set("a = 1\n[[l]]\nx = 1\n[[l]]\nx = 2\n[z]\n", "l", null))
        .isEqualTo("a = 1\n[z]\n");
  }

  @Test
  void tablesOfAnArrayAreSectionsAndThoseThatStayKeepTheirForm() throws ConfigException {
    String one = "a = 1\n\n[[s.l]] # why\nx = 'p'\n";
    assertThat(set(one, "s.l", "[{x:'p'},{x:'q',y:true}]"))
        .isEqualTo(one + "\n[[s.l]]\nx = \"q\"\ny = true\n");
    assertThat(set(one, "s.l", "[{x:'q'}]")).isEqualTo("a = 1\n\n[[s.l]]\nx = \"q\"\n");
    assertThat(set("a = 1\n\n[[s.l]]\nx = 1\n\n[[s.l]]\nx = 2\n", "s.l", "[{x:3}]"))
        .isEqualTo("a = 1\n\n[[s.l]]\nx = 3\n");
    assertThat(set("", "s.l", "[{x:1}]")).isEqualTo("[[s.l]]\nx = 1\n");
    assertThat(set("s = { l = [] } # in\n", "s.l", "[{x:1}]"))
        .isEqualTo("s = { l = [{ x = 1 }] } # in\n");
    assertThat(set("l = 1\n", "l", "[{x:1},{}]")).isEqualTo("l = [{ x = 1 }, {}]\n");
  }

  @Test
  void aTableOfAnArrayGoesAloneAndTheOthersKeepTheirForm() throws ConfigException {
    String a = "[[s.l]] # a\nx = 1 # one\n";
    String b = "\n# about b\n[[s.l]]\nx = 2\n[s.l.in] # inner\n# lost\ny = 'z'\n";
    String c = "\n[other]\n\n[[s.l]] # c\nx = 3\n[[s.l.more]]\nk = 1\n";
    assertThat(set(a + b + c, "s.l", "[{x:1},{x:3,more:[{k:1}]}]"))
        .isEqualTo(a + "\n# about b\n" + c);
    assertThat(set(a + b + c, "s.l", "[{x:2,in:{y:'z'}}]"))
        .isEqualTo(b.substring(1) + "\n[other]\n");
    assertThat(set(a + a + b, "s.l", "[{x:1},{x:4}]"))
        .isEqualTo(a + "\n[[s.l]]\nx = 4\n\n# about b\n");
    assertThat(set(a + b, "s.l", "[{x:2,in:{y:'z'}},{x:1}]"))
        .isEqualTo(b.substring(1) + "\n[[s.l]]\nx = 1\n");
  }

  @Test
  void aTableBecomesAValueAndBack() throws ConfigException {
    assertThat(set("a = 1\n[t]\nx = 1\n", "t", "5")).isEqualTo("a = 1\nt = 5\n");
    assertThat(set("a = 1\nt = 5\n", "t", "{x:1}")).isEqualTo("a = 1\n\n[t]\nx = 1\n");
  }

  @Test
  void theLineBreaksOfTheFileAreUsed() throws ConfigException {
    assertThat(set("model = \"a\" # c\r\n\r\n[t]\r\nx = 1", "t.y", "2"))
        .isEqualTo("model = \"a\" # c\r\n\r\n[t]\r\nx = 1\r\ny = 2\r\n");
    assertThat(set("\uFEFFa = 1\n", "a", "2")).isEqualTo("\uFEFFa = 2\n");
    assertThat(set("", "model", "'b'")).isEqualTo("model = \"b\"\n");
    assertThat(set("# only a comment", "model", "'b'"))
        .isEqualTo("# only a comment\nmodel = \"b\"\n");
    assertThat(set("# of the file\n\n[t]\n", "m", "1"))
        .isEqualTo("# of the file\n\nm = 1\n\n[t]\n");
  }

  @Test
  void valuesOfEveryKindAreWrittenAndFound() throws ConfigException {
    String odd =
        "s = '''\n[no] = \"head\" # none\n''' # c\n\"quoted key\".x = \"a # b\\\" = \"\n"
            + "m = [ # c ]\n  \"]\", { y = '}' },\n]\nd = 1979-05-27 07:32:00 # date\nlast = 1\n";
    String changed = set(set(odd, "last", "2"), "m", "[]");
    assertThat(changed).contains("m = []\n").contains("last = 2\n").contains("07:32:00 # date");
    assertThat(set(odd, "\"quoted key\".x", "'tab\\tand\\u0001\\n\\\"'"))
        .contains("x = \"tab\\tand\\u0001\\n\\\"\"\n");
  }

  @Test
  void whatCannotBeWrittenIsRefused() {
    assertThatThrownBy(() -> set("model = 1\n", "model.sub", "2"))
        .hasMessage("cannot set value on non-table parent");
    assertThatThrownBy(() -> set("", "a", "{x:null}"))
        .hasMessage("invalid value: invalid type: null, expected any valid TOML value");
    assertThatThrownBy(() -> set("", "n", "123456789012345678901234567890"))
        .isInstanceOf(ConfigException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyChangesOneAfterTheOtherLeaveWhatTheySay(long seed) throws ConfigException {
    Random random = new Random(seed);
    TomlEditor editor =
        new TomlEditor("x.y.z = 1\nw = { x = { y = 2 } }\n[y]\nz.w = 3\n[z.x]\n[[a.l]]\n", "test");
    JsonObject expected = editor.tree().deepCopy();
    List<String> names = List.of("x", "y", "z", "w");
    for (int i = 0; i < 200; i++) {
      List<String> path = random.ints(1 + random.nextInt(3), 0, 4).mapToObj(names::get).toList();
      JsonElement value =
          JsonParser.parseString(
              List.of("1", "'s'", "[1]", "{x:1,y:{z:2}}", "{}").get(random.nextInt(5)));
      boolean removes = random.nextInt(4) == 0;
      try {
        editor.set(path, removes ? null : value, random.nextBoolean());
      } catch (ConfigException e) {
        assertThat(e).hasMessage("cannot set value on non-table parent");
        continue;
      }
      // The editor checks itself that nothing else changed; here, that the text says it too.
      assertThat(Toml.parse(editor.text(), "test")).isEqualTo(editor.tree());
      if (removes) {
        assertThat(ConfigTree.at(editor.tree(), path)).isNull();
      }
    }
    assertThat(editor.tree().getAsJsonObject("a")).isEqualTo(expected.getAsJsonObject("a"));
  }

  private static String set(String text, String key, String json) throws ConfigException {
    return apply(text, key, json, false);
  }

  private static String apply(String text, String key, String json, boolean keepOthers)
      throws ConfigException {
    TomlEditor editor = new TomlEditor(text, "test");
    JsonElement value = json == null ? null : JsonParser.parseString(json);
    editor.set(TomlScanner.key(key), value, keepOthers);
    return editor.text();
  }
}
