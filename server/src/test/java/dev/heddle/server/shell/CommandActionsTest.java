package dev.heddle.server.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands that models like are shown as: as Codex shows them. */
class CommandActionsTest {
  @Test
  void aLongScriptIsNoTrouble() {
    for (String filter :
        List.of("sed 's/" + "a\\b".repeat(100_000) + "/c/'", "tr a " + "b ".repeat(100_000))) {
      assertThat(CommandActions.of("ls | " + filter, "/w")).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        // What others print is shortened or sorted: the first command is what is done.
        "cat a.md | head -20 # read:cat a.md:/w/a.md",
        "ls | sed -n '1,5p' # list_files:ls",
        "ls | sed -e s/a/b/ # list_files:ls",
        "ls | awk -F: '{print $1}' # list_files:ls",
        "cat a.md | tr a b # read:cat a.md:/w/a.md",
        "rg foo | sort | head -3 # search:rg foo:foo",
        "rg -l foo | xargs cat # search:rg -l foo:foo",
        "rg --files src | xargs wc -l # list_files:rg --files src:src",
        "find . -name '*.py' | xargs -0 grep foo # search:find . -name '*.py':*.py",
        // It is not, where something might be changed or other things be read.
        "ls | sed -i s/a/b/ # unknown",
        "ls | xargs rm # unknown",
        "ls | xargs # unknown",
        "ls | xargs -I{} cat {} # unknown",
        "ls | xargs sed -i s/a/b/ # unknown",
        "ls | tee a # unknown",
        "ls | sed 's/a/b/w c' # unknown",
        "ls | sed 's/a/b/e' # unknown",
        "ls | sed 's/a/b/;s/c/d/w f/' # unknown",
        "ls | sed 's,a\\,b,c,g' # list_files:ls",
        // However the options are written that have a file written, or a program run.
        "cat a | sed -E 'w out' # unknown",
        "cat a | sed -e'w out' # unknown",
        "cat a | sed --expression='w out' # unknown",
        "cat a | sed -Ei s/a/b/ # unknown",
        "cat a | sed -f script # unknown",
        "cat a | sed -nE 's/(a)/b/p' # read:cat a:/w/a",
        "cat a | sed -n -e 1p -e 3p # read:cat a | sed -n -e 1p -e 3p:/w/a",
        "cat a | sort -oout # unknown",
        "cat a | sort -uo out # unknown",
        "cat a | sort --output=out # unknown",
        "cat a | sort --compress-program=prog # unknown",
        "cat a | sort -t: -k2n -u # read:cat a:/w/a",
        "ls | xargs sed 'w out' # unknown",
        "ls | xargs sed -n 1p # list_files:ls",
        "ls | awk 'NR>=2 && NR<5' # list_files:ls",
        "ls | awk '{print > \"a\"}' # unknown",
        "awk '{system(\"x\")}' a.md # unknown",
        "awk '{print $1}' a.md # read:awk '{print $1}' a.md:/w/a.md",
        "ls | less # unknown",
        "ls | cat # unknown",
        "head -20 a.md | sed -n '1,2p' # unknown",
        // Some lines of one file: how they are found is said whole.
        "nl -ba a.md | sed -n '1,10p' # read:nl -ba a.md | sed -n '1,10p':/w/a.md",
        "nl -ba a.md | sed -n '1,9p' | head -3 # read:nl -ba a.md | sed -n '1,9p' | head"
            + " -3:/w/a.md",
        "cd s && nl a | sed -n 5p # read:cd s && nl a | sed -n 5p:/w/s/a",
        "sed -n '1,3p' a.md | nl -ba # read:sed -n '1,3p' a.md | nl -ba:/w/a.md",
        "cat a.md | sed -ne 2p # read:cat a.md:/w/a.md",
        "cat a.md && nl b | sed -n 1p # read:cat a.md:/w/a.md read:nl b:/w/b",
        "cd s && sed -n '1,3p' a # read:sed -n '1,3p' a:/w/s/a",
        // What only says something may come before; and nothing tells what pwd is for.
        "echo a && echo b && ls # list_files:ls",
        "ls && true # list_files:ls",
        "ls && echo done # unknown",
        "pwd && ls # unknown",
        "rg foo || echo none # unknown",
        // Several patterns.
        "grep -e foo -e bar a.md # search:grep -e foo -e bar a.md:foo:a.md",
        "grep -e foo a.md # search:grep -e foo a.md:foo:a.md",
      })
  void aScriptIsShownAs(String script, String expected) {
    List<String> shown = new ArrayList<>();
    for (JsonElement each : CommandActions.of(script, "/w")) {
      JsonObject action = each.getAsJsonObject();
      String type = action.get("type").getAsString();
      StringBuilder text = new StringBuilder(type);
      if (!type.equals("unknown")) {
        text.append(':').append(action.get("cmd").getAsString());
      }
      for (String member : List.of("query", "path")) {
        JsonElement value = action.get(member);
        boolean told = value != null && !value.isJsonNull() && !value.getAsString().equals(".");
        text.append(told ? ":" + value.getAsString() : "");
      }
      shown.add(text.toString());
    }
    assertThat(String.join(" ", shown)).isEqualTo(expected);
  }
}
