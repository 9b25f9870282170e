package dev.heddle.server.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.heddle.protocol.v2.ApprovalsReviewer;
import dev.heddle.protocol.v2.AskForApproval;
import dev.heddle.protocol.v2.SandboxPolicy;
import dev.heddle.server.config.EnvironmentPolicy;
import dev.heddle.server.config.McpConfig;
import dev.heddle.server.sandbox.Sandbox;
import dev.heddle.server.thread.Collaboration;
import dev.heddle.server.thread.TurnSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which commands run, are asked about, are refused. */
class CommandApprovalsTest {
  private static final AskForApproval NEVER = new AskForApproval.Never();
  private static final AskForApproval ON_REQUEST = new AskForApproval.OnRequest();
  private static final AskForApproval UNTRUSTED = new AskForApproval.Untrusted();
  private static final SandboxPolicy FULL = new SandboxPolicy.DangerFullAccess();
  private static final SandboxPolicy READ_ONLY = new SandboxPolicy.ReadOnly(false);

  @TempDir Path home;
  private Sandbox sandbox;
  private CommandApprovals approvals;

  @BeforeEach
  void open() {
    sandbox = Sandbox.find();
    approvals = new CommandApprovals(new ExecRules(home), sandbox);
  }

  private static AskForApproval granular(boolean sandboxApproval, boolean rules) {
    return new AskForApproval.Granular(sandboxApproval, rules, false, false, false);
  }

  private static CommandToRun command(String script, boolean escalated) {
    return new CommandToRun(
        script,
        List.of("/bin/sh", "-c", script),
        "/w",
        escalated,
        escalated ? "May I?" : null,
        List.of("git", "push"));
  }

  private static TurnSettings settings(AskForApproval policy, SandboxPolicy sandboxPolicy) {
    return new TurnSettings(
        "m",
        "p",
        null,
        "/w",
        List.of("/w"),
        true,
        McpConfig.NONE,
        EnvironmentPolicy.DEFAULT,
        policy,
        ApprovalsReviewer.USER,
        sandboxPolicy,
        null,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        null,
        List.of(),
        Collaboration.DEFAULT);
  }

  private Need need(String script, boolean escalated, AskForApproval policy, SandboxPolicy box) {
    return approvals.need("t", command(script, escalated), settings(policy, box));
  }

  @Test
  void nothingIsAskedWithFullAccess() {
    assertThat(need("touch x", false, ON_REQUEST, FULL)).isEqualTo(new Need.Nothing(false));
    assertThat(need("touch x", true, ON_REQUEST, FULL)).isEqualTo(new Need.Nothing(false));
    assertThat(need("rm x", false, NEVER, FULL)).isEqualTo(new Need.Nothing(false));
  }

  @Test
  void theUntrustedPolicyAsksForAllThatIsNotKnownToBeSafe() {
    assertThat(need("ls | head", false, UNTRUSTED, FULL)).isEqualTo(new Need.Nothing(false));
    assertThat(need("git status", false, UNTRUSTED, FULL)).isInstanceOf(Need.Asking.class);
    assertThat(need("ls > x", false, UNTRUSTED, FULL)).isInstanceOf(Need.Asking.class);
  }

  @Test
  void whatNobodyMayAskIsRefused() {
    assertThat(need("touch x", true, NEVER, READ_ONLY)).isInstanceOf(Need.Forbidden.class);
    assertThat(need("ls", true, granular(false, true), READ_ONLY))
        .isInstanceOf(Need.Forbidden.class);
    assertThat(need("touch x", true, granular(true, false), READ_ONLY))
        .isInstanceOf(Need.Asking.class);
  }

  @Test
  void removingByForceIsAskedAbout() {
    assertThat(need("rm -rf x", false, ON_REQUEST, FULL)).isInstanceOf(Need.Asking.class);
    assertThat(need("rm -rf x", false, granular(true, false), FULL))
        .isInstanceOf(Need.Asking.class);
  }

  @Test
  void removingByForceIsRefusedWhereNobodyMayBeAsked() throws IOException {
    for (SandboxPolicy box : List.of(FULL, READ_ONLY)) {
      assertThat(need("rm -rf x", false, NEVER, box)).isInstanceOf(Need.Forbidden.class);
      assertThat(need("sudo rm -f x", false, NEVER, box)).isInstanceOf(Need.Forbidden.class);
      assertThat(need("rm -f \"$x\"", false, NEVER, box)).isInstanceOf(Need.Forbidden.class);
    }
    approvals.allow(List.of("rm", "-rf", "x"));
    assertThat(need("rm -rf x", false, NEVER, FULL)).isEqualTo(new Need.Nothing(false));
  }

  @Test
  void theProposalIsAPrefixOfTheCommandOrTheCommandItself() {
    assertThat(((Need.Asking) need("git push origin", true, ON_REQUEST, READ_ONLY)).amendment())
        .containsExactly("git", "push");
    assertThat(((Need.Asking) need("touch x", true, ON_REQUEST, READ_ONLY)).amendment())
        .containsExactly("touch", "x");
    assertThat(((Need.Asking) need("touch $x", true, ON_REQUEST, READ_ONLY)).amendment())
        .containsExactly("/bin/sh", "-c", "touch $x");
  }

  @Test
  void aGrantIsForThisCommandInThisThreadOnly() {
    approvals.grant("t", command("touch x", true), asked(false));
    assertThat(need("touch x", true, ON_REQUEST, READ_ONLY)).isEqualTo(new Need.Nothing(false));
    assertThat(need("touch y", true, ON_REQUEST, READ_ONLY)).isInstanceOf(Need.Asking.class);
    assertThat(approvals.need("other", command("touch x", true), settings(ON_REQUEST, READ_ONLY)))
        .isInstanceOf(Need.Asking.class);
  }

  @Test
  void aGrantForTheSandboxIsForNothingElse() {
    approvals.grant("t", command("touch x", false), asked(true));
    assertThat(need("touch x", false, UNTRUSTED, READ_ONLY)).isEqualTo(new Need.Nothing(true));
    assertThat(need("touch x", false, UNTRUSTED, FULL)).isInstanceOf(Need.Asking.class);
    assertThat(need("touch x", true, UNTRUSTED, READ_ONLY)).isInstanceOf(Need.Asking.class);
    approvals.grant("t", command("touch x", false), asked(false));
    assertThat(need("touch x", false, UNTRUSTED, READ_ONLY)).isEqualTo(new Need.Nothing(false));
  }

  @Test
  void aGrantOfATimeWithoutASandboxLeavesNone() {
    assumeThat(sandbox.available()).as(sandbox.problem()).isTrue();
    CommandToRun command = command("make install", false);
    Need.Asking asked = (Need.Asking) approvals.need("t", command, settings(UNTRUSTED, FULL));
    approvals.grant("t", command, asked);
    assertThat(need("make install", false, UNTRUSTED, FULL)).isEqualTo(new Need.Nothing(false));
    assertThat(need("make install", false, NEVER, READ_ONLY)).isEqualTo(new Need.Nothing(true));
    assertThat(need("make install", false, UNTRUSTED, READ_ONLY)).isEqualTo(new Need.Nothing(true));
    assertThat(need("make install", true, ON_REQUEST, READ_ONLY)).isInstanceOf(Need.Asking.class);
  }

  @Test
  void aGrantOfATimeWithoutASandboxIsNoneToRunWithoutOneThatIsMissing() {
    approvals = new CommandApprovals(new ExecRules(home), Sandbox.none("missing"));
    CommandToRun command = command("make install", false);
    Need.Asking asked = (Need.Asking) approvals.need("t", command, settings(UNTRUSTED, FULL));
    approvals.grant("t", command, asked);
    assertThat(need("make install", false, NEVER, READ_ONLY)).isInstanceOf(Need.Forbidden.class);
    assertThat(need("make install", false, ON_REQUEST, READ_ONLY)).isInstanceOf(Need.Asking.class);
  }

  private static Need.Asking asked(boolean confined) {
    return new Need.Asking(true, confined, null, List.of());
  }

  @Test
  void aRuleIsKeptWhereAndAsThePeerKeepsIt() throws IOException {
    approvals.allow(List.of("touch", "x \"5"));
    approvals.allow(List.of("touch", "x \"5"));
    assertThat(home.resolve("rules/default.rules"))
        .hasContent("prefix_rule(pattern=[\"touch\", \"x \\\"5\"], decision=\"allow\")\n");
    assertThat(need("touch 'x \"5' more", true, ON_REQUEST, READ_ONLY))
        .isEqualTo(new Need.Nothing(false));
    assertThat(need("touch 'x \"5' && rm y", true, ON_REQUEST, READ_ONLY))
        .isInstanceOf(Need.Asking.class);
  }

  @Test
  void rulesOfOthersCount() throws IOException {
    Files.createDirectories(home.resolve("rules"));
    Files.writeString(
        home.resolve("rules/team.rules"),
        """
        # comment
        prefix_rule(pattern=["git", ["push", "pull"]], decision="forbidden")
        prefix_rule(pattern=["make"], decision="prompt", justification="slow")
        prefix_rule(pattern=[nonsense], decision="allow")
        """);
    assertThat(need("git pull", false, ON_REQUEST, FULL)).isInstanceOf(Need.Forbidden.class);
    assertThat(need("ls; git push", false, NEVER, FULL)).isInstanceOf(Need.Forbidden.class);
    assertThat(need("make all", false, ON_REQUEST, FULL)).isInstanceOf(Need.Asking.class);
    assertThat(need("make all", false, NEVER, FULL)).isInstanceOf(Need.Forbidden.class);
    assertThat(need("nonsense", false, ON_REQUEST, FULL)).isEqualTo(new Need.Nothing(false));
  }

  @Test
  void aRuleForAProgramGoesForItsPathButAllowsOnlyItsName() throws IOException {
    Files.createDirectories(home.resolve("rules"));
    Files.writeString(
        home.resolve("rules/team.rules"),
        """
        prefix_rule(pattern=["touch", "no"], decision="forbidden")
        prefix_rule(pattern=["touch", "ask"], decision="prompt")
        prefix_rule(pattern=["touch", "yes"], decision="allow")
        prefix_rule(pattern=["touch", "two"], decision="forbidden")
        prefix_rule(pattern=["/usr/bin/touch", "two"], decision="allow")
        """);
    assertThat(need("/usr/bin/touch no", false, ON_REQUEST, FULL))
        .isInstanceOf(Need.Forbidden.class);
    assertThat(need("./bin/touch no", false, ON_REQUEST, FULL)).isInstanceOf(Need.Forbidden.class);
    assertThat(need("/usr/bin/touch ask", false, ON_REQUEST, FULL)).isInstanceOf(Need.Asking.class);
    assertThat(need("/w/touch yes", true, ON_REQUEST, READ_ONLY)).isInstanceOf(Need.Asking.class);
    assertThat(need("/usr/bin/touch two", true, ON_REQUEST, READ_ONLY))
        .isEqualTo(new Need.Nothing(false));
    assertThat(need("/bin/touch two", false, ON_REQUEST, FULL)).isInstanceOf(Need.Forbidden.class);
  }

  @Test
  void aRuleThatAsksOffersNoRuleAgainstIt() throws IOException {
    Files.createDirectories(home.resolve("rules"));
    Files.writeString(
        home.resolve("rules/team.rules"), "prefix_rule(pattern=['make'], decision='prompt')");
    Need.Asking asking = (Need.Asking) need("make all", false, ON_REQUEST, FULL);
    assertThat(asking.amendment()).isNull();
    assertThat(asking.reason()).isNotNull();
  }

  @Test
  void rulesAreReadAsThePeerReadsThem() throws IOException {
    Files.createDirectories(home.resolve("rules"));
    Files.write(home.resolve("rules/binary.rules"), new byte[] {(byte) 0xff});
    Files.writeString(
        home.resolve("rules/team.rules"),
        """
        # prefix_rule(pattern=["commented"], decision="forbidden")
        prefix_rule(
            pattern = ["git", ["push", "fetch"]],  # which ones
            decision = "forbidden",
            justification = "ask (me) first, \\"please\\"",
            match = ["git push origin", ["git", "fetch"]],
            not_match = [
                "git status",
            ],
        )
        NOTE = "prefix_rule(pattern=['quoted'], decision='forbidden')"
        prefix_rule(decision="forbidden", pattern=["half"
        prefix_rule(pattern=["allowed"])
        prefix_rule(decision = 'prompt', pattern = ['first'])
        prefix_rule(pattern=["a"], decision="forbidden"); prefix_rule(pattern=["b"], decision="prompt")
        """);
    assertThat(need("git push x", false, NEVER, FULL)).isInstanceOf(Need.Forbidden.class);
    assertThat(need("git fetch", false, NEVER, FULL)).isInstanceOf(Need.Forbidden.class);
    assertThat(need("allowed it", true, ON_REQUEST, READ_ONLY)).isEqualTo(new Need.Nothing(false));
    assertThat(need("first", false, ON_REQUEST, FULL)).isInstanceOf(Need.Asking.class);
    assertThat(need("a", false, ON_REQUEST, FULL)).isInstanceOf(Need.Forbidden.class);
    assertThat(need("b", false, ON_REQUEST, FULL)).isInstanceOf(Need.Asking.class);
    for (String free : List.of("git status", "commented", "quoted", "half")) {
      assertThat(need(free, false, ON_REQUEST, FULL)).isEqualTo(new Need.Nothing(false));
    }
  }

  @Test
  void withoutASandboxNothingRestrictedRunsByItself() {
    approvals = new CommandApprovals(new ExecRules(home), Sandbox.none("missing"));
    assertThat(need("ls", false, NEVER, READ_ONLY)).isEqualTo(new Need.Nothing(false));
    assertThat(need("touch x", false, NEVER, READ_ONLY)).isInstanceOf(Need.Forbidden.class);
    assertThat(need("touch x", false, ON_REQUEST, READ_ONLY))
        .isEqualTo(
            new Need.Asking(
                true,
                false,
                "There is no sandbox on this machine: missing.",
                List.of("touch", "x")));
  }

  @Test
  void onlySomePoliciesOfferARunOutsideAfterTheSandboxDeniedIt() {
    CommandToRun denied = command("touch x", false);
    assertThat(approvals.afterDenial(denied, settings(ON_REQUEST, READ_ONLY)))
        .isInstanceOf(Need.Nothing.class);
    assertThat(approvals.afterDenial(denied, settings(NEVER, READ_ONLY)))
        .isInstanceOf(Need.Nothing.class);
    assertThat(approvals.afterDenial(denied, settings(granular(true, false), READ_ONLY)))
        .isInstanceOf(Need.Asking.class);
  }
}
