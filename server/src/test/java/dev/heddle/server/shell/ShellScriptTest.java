package dev.heddle.server.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is understood of scripts, and what is not. */
class ShellScriptTest {
  private static List<String> commands(String script) {
    ShellScript parsed = ShellScript.parse(script);
    return parsed == null
        ? List.of()
        : parsed.commands().stream().map(command -> String.join("|", command.words())).toList();
  }

  @Test
  void plainCommandsAreTakenApart() {
    assertThat(commands("ls -la")).containsExactly("ls|-la");
    assertThat(commands("cd a&&cat 'b c' | head -n 3; echo \"x \\\"y\\\"\" # end\n\npwd\n"))
        .containsExactly("cd|a", "cat|b c", "head|-n|3", "echo|x \"y\"", "pwd");
    assertThat(commands("a'b'\"c\"\\ d")).containsExactly("abc d");
    assertThat(commands("a ||\n b")).containsExactly("a", "b");
    assertThat(commands("grep ''")).containsExactly("grep|");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo $HOME",
        "echo `id`",
        "echo \"$x\"",
        "ls > f",
        "cat < f",
        "(ls)",
        "{ ls; }",
        "ls &",
        "ls |& cat",
        "ls | ",
        "&& ls",
        "ls ;; ls",
        "; ls",
        "A=b ls",
        "for i in a; do ls; done",
        "if true; then ls; fi",
        "ls *",
        "cat ~/x",
        "cat 'x",
        "cat \"x",
        "cat x\\",
        "! ls",
        "",
        "  ",
        "# only",
        "ls | | cat",
        "diff <(a) b",
        "ls &&",
        "cat <<EOF\nx\nEOF",
        "echo {a,b}"
      })
  void anythingElseIsLeftAlone(String script) {
    assertThat(ShellScript.parse(script)).isNull();
  }

  @Test
  void joinedWordsAreSplitTheSameWay() {
    List<String> words =
        List.of("a", "b c", "it's", "", "$x", "a\nb", "a^b", "^", "it's $5!", "\\\"'", "`é`", "#");
    ShellScript parsed = ShellScript.parse(ShellScript.join(words));
    assertThat(parsed).isNotNull();
    assertThat(parsed.commands().getFirst().words()).isEqualTo(words);
  }

  @Test
  void wordsAreQuotedAsThePeerQuotesThem() {
    String printsLines = "sed -n '1,2p' notes.txt";
    assertThat(ShellScript.join(List.of("/bin/bash", "-lc", printsLines)))
        .isEqualTo("/bin/bash -lc \"sed -n '1,2p' notes.txt\"");
    assertThat(
            ShellScript.join(List.of("a]b@c:d+e", "x=1", "a,b", "50%", "'it' $x", "a\\b", "a^b")))
        .isEqualTo("a]b@c:d+e 'x=1' 'a,b' '50%' \"'it' \"'$x' \"a\\\\b\" a'^b'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "ls -la src ! list_files ls -la src:src",
        "ls ! list_files ls:null",
        "cat foo.txt ! read cat foo.txt:/w/foo.txt",
        "sed -n 3p foo.txt ! read sed -n 3p foo.txt:/w/foo.txt",
        "cat a.txt | head -n 5 ! read cat a.txt:/w/a.txt",
        "cd sub && cat a ! read cat a:/w/sub/a",
        "tail -n +3 x ! read tail -n +3 x:/w/x",
        "nl -ba foo ! read nl -ba foo:/w/foo",
        "awk 1 foo ! read awk 1 foo:/w/foo",
        "awk -F: 1 foo ! read awk -F: 1 foo:/w/foo",
        "awk -v a -F : 1 foo ! read awk -v a -F : 1 foo:/w/foo",
        "awk -f prog foo ! unknown awk -f prog foo:null",
        "awk 1 ! unknown awk 1:null",
        "rg --files src ! list_files rg --files src:src",
        "ls /root ! list_files ls /root:root",
        "ls ../x/ ! list_files ls ../x/:x",
        "ls . ! list_files ls .:.",
        "ls sub/src/build ! list_files ls sub/src/build:sub",
        "ls node_modules/src ! list_files ls node_modules/src:node_modules/src",
        "find sub/dir -type f ! list_files find sub/dir -type f:dir",
        "git ls-files ! list_files git ls-files:null",
        "ls | wc -l ! list_files ls:null",
        "echo hi; ls ! list_files ls:null",
        "eza x ! list_files eza x:x",
        "head -5 x ! unknown head -5 x:null",
        "cat a b ! unknown cat a b:null",
        "sed -i s/a/b/ foo ! unknown sed -i s/a/b/ foo:null",
        "git status && cat a ! unknown git status && cat a:null",
        "ls > x ! unknown ls > x:null",
        "touch x ! unknown touch x:null"
      })
  void whatCommandsDoIsTold(String script, String action) {
    assertThat(CommandActions.of(script, "/w")).hasSize(1);
    JsonObject told = CommandActions.of(script, "/w").get(0).getAsJsonObject();
    JsonElement path = told.get("path");
    assertThat(
            told.get("type").getAsString()
                + " "
                + told.get("cmd").getAsString()
                + ":"
                + (path == null || path.isJsonNull() ? "null" : path.getAsString()))
        .isEqualTo(action);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "rg foo ! foo ! null",
        "rg -n \"foo bar\" src ! foo bar ! src",
        "grep -rn foo . ! foo ! .",
        "find . -name '*.java' ! *.java ! .",
        "git grep foo ! foo ! null",
        "fd foo src ! foo ! src",
        "rg foo core/main/src ! foo ! main",
        "grep foo core/f.txt ! foo ! f.txt",
        "find core/main -name x ! x ! main",
        "true && rg foo ! foo ! null"
      })
  void searchesAreTold(String script, String query, String path) {
    JsonObject told = CommandActions.of(script, "/w").get(0).getAsJsonObject();
    assertThat(told.get("type").getAsString()).isEqualTo("search");
    assertThat(told.get("query").getAsString()).isEqualTo(query);
    assertThat(told.get("path").isJsonNull() ? "null" : told.get("path").getAsString())
        .isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ls",
        "cat a | head -n 3",
        "cd x && pwd",
        "rg foo src",
        "find . -name x",
        "sed -n 1,3p f",
        "sed -n 4p f",
        "uniq a",
        "uniq -c -d a",
        "cat a | uniq -c"
      })
  void whatOnlyReadsIsSafe(String script) {
    assertThat(CommandRisk.isSafe(script)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "touch x",
        "ls; rm x",
        "ls > x",
        "find . -delete",
        "find . -exec rm x ;",
        "rg --pre sh x",
        "rg -z x",
        "sed -i s/a/b/ f",
        "sed -n 1,3p f -i",
        "sed -n 1w f",
        "git status",
        "echo $(id)",
        "bash -c ls",
        "uniq a b",
        "uniq - b",
        "uniq -c - b",
        "uniq -- - -b",
        "uniq -- -a -b",
        "uniq a -b",
        "env ls",
        "LS=1 ls",
        "tee x",
        "sort -o x y",
        "xargs rm",
        "ls & rm x"
      })
  void whatMightChangeSomethingIsNotSafe(String script) {
    assertThat(CommandRisk.isSafe(script)).isFalse();
  }

  @Test
  void removingByForceIsDangerous() {
    assertThat(CommandRisk.isDangerous("rm -rf x")).isTrue();
    assertThat(CommandRisk.isDangerous("rm -rf \"$dir\"/x")).isTrue();
    assertThat(CommandRisk.isDangerous("for i in *; do /bin/rm --force $i; done")).isTrue();
    assertThat(CommandRisk.isDangerous("x=$(sudo rm -r -f y)")).isTrue();
    assertThat(CommandRisk.isDangerous("rm $x; ls -f")).isFalse();
    assertThat(CommandRisk.isDangerous("git rm -f $x")).isFalse();
    assertThat(CommandRisk.isDangerous("ls && sudo /bin/rm -f x")).isTrue();
    assertThat(CommandRisk.isDangerous("rm x")).isFalse();
    assertThat(CommandRisk.isDangerous("ls -f")).isFalse();
  }
}
