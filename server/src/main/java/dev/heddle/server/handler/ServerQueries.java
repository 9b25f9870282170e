package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.NoParams;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.CollaborationModeListParams;
import dev.heddle.protocol.v2.CollaborationModeListResponse;
import dev.heddle.protocol.v2.CollaborationModeMask;
import dev.heddle.protocol.v2.ConfigRequirementsReadResponse;
import dev.heddle.protocol.v2.ExperimentalFeature;
import dev.heddle.protocol.v2.ExperimentalFeatureListParams;
import dev.heddle.protocol.v2.ExperimentalFeatureListResponse;
import dev.heddle.protocol.v2.GetAccountParams;
import dev.heddle.protocol.v2.GetAccountRateLimitsParams;
import dev.heddle.protocol.v2.GetAccountRateLimitsResponse;
import dev.heddle.protocol.v2.GetAccountResponse;
import dev.heddle.protocol.v2.HooksListEntry;
import dev.heddle.protocol.v2.HooksListParams;
import dev.heddle.protocol.v2.HooksListResponse;
import dev.heddle.protocol.v2.ModeKind;
import dev.heddle.protocol.v2.PermissionProfileListParams;
import dev.heddle.protocol.v2.PermissionProfileListResponse;
import dev.heddle.protocol.v2.PermissionProfileSummary;
import dev.heddle.protocol.v2.SkillsListEntry;
import dev.heddle.protocol.v2.SkillsListParams;
import dev.heddle.protocol.v2.SkillsListResponse;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.skill.Skill;
import dev.heddle.server.skill.SkillSet;
import dev.heddle.server.skill.Skills;
import dev.heddle.server.thread.LoadedThreads;
import java.util.List;

/**
 * The questions that clients ask while they start: about skills, about processes left running, and
 * about things this server has none of: no account, no rules of an administrator, no hooks and
 * feature switches. For these the answers are the ones for "none"; what the client gave is checked
 * as if there were some.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class ServerQueries {
  /** The effort that planning is worth; clients take it for a suggestion. */
  private static final String PLANNING_EFFORT = "medium";

  /** The names that threads may ask for. */
  private static final List<PermissionProfileSummary> PERMISSION_PROFILES =
      List.of(
          new PermissionProfileSummary(":read-only", null, true),
          new PermissionProfileSummary(":workspace", null, true),
          new PermissionProfileSummary(":danger-full-access", null, true));

  private final String cwd;
  private final ThreadAccess threads;
  private final Skills skills;

  /**
   * Answers for one server.
   *
   * @param cwd the server's working directory, absolute
   * @param loaded the threads that are loaded
   * @param skills which there are
   */
  public ServerQueries(String cwd, LoadedThreads loaded, Skills skills) {
    this.cwd = cwd;
    this.threads = new ThreadAccess(loaded);
    this.skills = skills;
  }

  /** {@code account/read}: nobody is logged in, and nobody has to be. */
  public Reply<GetAccountResponse> account(GetAccountParams params, RequestContext context) {
    return Reply.of(new GetAccountResponse(null, null, false, null));
  }

  /** {@code account/rateLimits/read}: refused, as limits belong to an account. */
  public Reply<GetAccountRateLimitsResponse> rateLimits(
      GetAccountRateLimitsParams params, RequestContext context) {
    throw RpcException.invalidRequest(
        ErrorKind.CONFLICT, "codex account authentication required to read rate limits");
  }

  /** {@code configRequirements/read}: nobody imposes any. */
  public Reply<ConfigRequirementsReadResponse> requirements(
      NoParams params, RequestContext context) {
    return Reply.of(new ConfigRequirementsReadResponse(false, null));
  }

  /** {@code skills/list}: what is there at this moment; nothing is kept in between. */
  public Reply<SkillsListResponse> skills(SkillsListParams params, RequestContext context) {
    return Reply.of(
        new SkillsListResponse(
            directories(params.cwds()).stream()
                .map(each -> entry(each, skills.of(each)))
                .toList()));
  }

  private static SkillsListEntry entry(String directory, SkillSet found) {
    return new SkillsListEntry(
        directory, found.skills().stream().map(Skill::metadata).toList(), found.errors());
  }

  /** {@code hooks/list}: none in any directory. */
  public Reply<HooksListResponse> hooks(HooksListParams params, RequestContext context) {
    String threadId = params.threadId();
    if (threadId != null && !params.cwds().isEmpty()) {
      throw RpcException.invalidRequest("specify either threadId or cwds");
    }
    List<String> directories =
        threadId == null
            ? directories(params.cwds())
            : List.of(threads.loaded(threadId).settings().cwd());
    return Reply.of(
        new HooksListResponse(
            directories.stream()
                .map(each -> new HooksListEntry(each, List.of(), List.of(), List.of()))
                .toList()));
  }

  /** {@code experimentalFeature/list}: an empty list. */
  public Reply<ExperimentalFeatureListResponse> features(
      ExperimentalFeatureListParams params, RequestContext context) {
    if (params.threadId() != null) {
      var unused = threads.loaded(params.threadId()); // or else it is refused
    }
    OffsetPage<ExperimentalFeature> page =
        OffsetPage.of(List.of(), params.cursor(), params.limit(), "feature flags");
    return Reply.of(new ExperimentalFeatureListResponse(page.data(), page.nextCursor()));
  }

  /** {@code collaborationMode/list}: the ways in which turns can run. */
  public Reply<CollaborationModeListResponse> collaborationModes(
      CollaborationModeListParams params, RequestContext context) {
    return Reply.of(
        new CollaborationModeListResponse(
            List.of(
                new CollaborationModeMask("Plan", ModeKind.PLAN, null, PLANNING_EFFORT),
                new CollaborationModeMask("Default", ModeKind.DEFAULT, null, null))));
  }

  /** {@code permissionProfile/list}: the built-in ones. */
  public Reply<PermissionProfileListResponse> permissionProfiles(
      PermissionProfileListParams params, RequestContext context) {
    OffsetPage<PermissionProfileSummary> page =
        OffsetPage.of(PERMISSION_PROFILES, params.cursor(), params.limit(), "permission profiles");
    return Reply.of(new PermissionProfileListResponse(page.data(), page.nextCursor()));
  }

  private List<String> directories(List<String> asked) {
    return asked.isEmpty() ? List.of(cwd) : asked;
  }
}
