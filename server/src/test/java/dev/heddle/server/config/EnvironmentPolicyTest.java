package dev.heddle.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which variables reach a command. */
class EnvironmentPolicyTest {
  private static final Map<String, String> SERVERS =
      Map.of("PATH", "/bin", "HOME", "/h", "my_key", "k", "A_SECRET", "s", "Plain", "p");

  @TempDir Path home;

  private Map<String, String> with(String table) throws Exception {
    Files.writeString(
        home.resolve("config.toml"), "[shell_environment_policy]\n" + table.replace("; ", "\n"));
    return ConfigLoader.load(home, List.of()).environmentPolicy().of(SERVERS);
  }

  @Test
  void withoutAWordAllAreInherited() throws Exception {
    assertThat(with("")).isEqualTo(SERVERS);
    assertThat(with("inherit = 'all'; ignore_default_excludes = true")).isEqualTo(SERVERS);
    assertThat(EnvironmentPolicy.DEFAULT.of(SERVERS)).isEqualTo(SERVERS);
  }

  @Test
  void onlyWhatProgramsNeedOrNothingIsInherited() throws Exception {
    assertThat(with("inherit = 'core'")).containsOnlyKeys("PATH", "HOME");
    assertThat(with("inherit = 'none'; set = { A = '1' }")).isEqualTo(Map.of("A", "1"));
  }

  @Test
  void whatSeemsToBeASecretIsLeftOutOnRequest() throws Exception {
    assertThat(with("ignore_default_excludes = false; set = { A_SECRET = 'mine' }"))
        .containsOnlyKeys("PATH", "HOME", "Plain", "A_SECRET")
        .containsEntry("A_SECRET", "mine");
  }

  @Test
  void patternsExcludeBeforeWhatIsSetAndIncludeAfterIt() throws Exception {
    assertThat(with("exclude = ['p*', '?ome', '[a]_secret']; set = { PLAIN = '1' }"))
        .containsOnlyKeys("my_key", "A_SECRET", "PLAIN");
    assertThat(with("include_only = ['P*']; set = { A = '1', P = '2' }"))
        .containsOnlyKeys("PATH", "Plain", "P");
  }

  @Test
  void aWordThatIsNoneIsRefused() {
    assertThatThrownBy(() -> with("inherit = 'some'")).isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> with("exclude = 'x'")).isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> with("set = { A = 1 }")).isInstanceOf(ConfigException.class);
  }
}
