package dev.heddle.server.patch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellPatchTest {
  private static final String PATCH = "*** Begin Patch\n*** Add File: n\n+1\n*** End Patch\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apply_patch <<'EOF'\n%sEOF\n",
        "apply_patch <<EOF\n%sEOF",
        "applypatch <<\"PATCH\"\n%sPATCH\n",
        "apply_patch <<\\EOF\n%sEOF\n",
        "apply_patch <<-'EOF'\n%s\t\tEOF\n",
        "apply_patch - << 'EOF'\n%sEOF\n",
        "\n  apply_patch <<'EOF'\n%sEOF\n\n\n",
        "apply_patch <<'EOF'\n%s",
      })
  void aHereDocumentIsThePatch(String script) {
    ShellPatch found = ShellPatch.of(script.formatted(PATCH));
    assertThat(found).isEqualTo(new ShellPatch(PATCH, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cd a/b && apply_patch <<'EOF'\n%sEOF\n",
        "cd 'a/b' && apply_patch <<'EOF'\n%sEOF\n",
        "cd \"a/b\"&&apply_patch <<'EOF'\n%sEOF\n",
      })
  void aDirectoryMayComeFirst(String script) {
    assertThat(ShellPatch.of(script.formatted(PATCH))).isEqualTo(new ShellPatch(PATCH, "a/b"));
  }

  @Test
  void carriageReturnsOfTheScriptAreNoPartOfIt() {
    String script = "apply_patch <<'EOF'\n" + PATCH + "EOF\n";
    assertThat(ShellPatch.of(script.replace("\n", "\r\n"))).isEqualTo(new ShellPatch(PATCH, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ls",
        "apply_patch",
        "apply_patch 'x'",
        "apply_patch <<'EOF'\n%sEOF\necho done\n",
        "apply_patch <<'EOF' && echo done\n%sEOF\n",
        "apply_patch <<'EOF' 2>&1\n%sEOF\n",
        "cat <<'EOF' | apply_patch\n%sEOF\n",
        "cd a; apply_patch <<'EOF'\n%sEOF\n",
        "cd $HOME && apply_patch <<'EOF'\n%sEOF\n",
        "cd `pwd` && apply_patch <<'EOF'\n%sEOF\n",
        "cd a && cd b && apply_patch <<'EOF'\n%sEOF\n",
        "/usr/bin/apply_patch <<'EOF'\n%sEOF\n",
      })
  void anythingElseIsForTheShell(String script) {
    assertThat(ShellPatch.of(script.formatted(PATCH))).isNull();
  }

  @Test
  void aPatchWithoutACommandIsKnown() {
    assertThat(ShellPatch.isBare("\n" + PATCH)).isTrue();
    assertThat(ShellPatch.isBare("echo '" + PATCH + "'")).isFalse();
  }
}
