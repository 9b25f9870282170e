package dev.heddle.server.handler;

import com.google.gson.JsonElement;
import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.ActivePermissionProfile;
import dev.heddle.protocol.v2.ApiThread;
import dev.heddle.protocol.v2.CollaborationMode;
import dev.heddle.protocol.v2.GitInfo;
import dev.heddle.protocol.v2.MultiAgentMode;
import dev.heddle.protocol.v2.SessionSource;
import dev.heddle.protocol.v2.Settings;
import dev.heddle.protocol.v2.ThreadEnvironment;
import dev.heddle.protocol.v2.ThreadForkResponse;
import dev.heddle.protocol.v2.ThreadHistoryMode;
import dev.heddle.protocol.v2.ThreadResumeResponse;
import dev.heddle.protocol.v2.ThreadSettings;
import dev.heddle.protocol.v2.ThreadStartResponse;
import dev.heddle.protocol.v2.ThreadStatus;
import dev.heddle.protocol.v2.Turn;
import dev.heddle.protocol.v2.TurnsPage;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.SectionMember;
import dev.heddle.server.store.StoredSection;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.TurnSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What clients see of threads and their settings. */
final class ThreadViews {
  /** The one environment this server works in. */
  static final String LOCAL_ENVIRONMENT = "local";

  private static final MultiAgentMode MULTI_AGENT_MODE = new MultiAgentMode.ExplicitRequestOnly();

  private ThreadViews() {}

  /** A thread that is stored only. */
  static ApiThread stored(StoredThread thread, List<Turn> turns, ThreadPlaces places) {
    return view(thread, null, null, turns, places);
  }

  /**
   * A thread that was made just now, and so is loaded and in no section.
   *
   * @param projectId the project it was made in, also when it is never stored; null for none
   */
  static ApiThread made(LiveThread live, List<Turn> turns, @Nullable String projectId) {
    return view(live.facts(), live, true, turns, null, null, projectId);
  }

  /** A loaded thread. */
  static ApiThread loaded(LiveThread live, List<Turn> turns, ThreadPlaces places) {
    return view(live.facts(), live, true, turns, places);
  }

  /** A row of a list: a thread that is loaded or, when {@code live} is null, not. */
  static ApiThread row(StoredThread thread, @Nullable LiveThread live, ThreadPlaces places) {
    return view(thread, live, null, List.of(), places);
  }

  private static ApiThread view(
      StoredThread thread,
      @Nullable LiveThread live,
      @Nullable Boolean canAcceptDirectInput,
      List<Turn> turns,
      ThreadPlaces places) {
    SectionMember place = places.sections().member(thread.id());
    StoredSection section = place == null ? null : places.sections().section(place.sectionId());
    String projectId = places.projects().projectOf(thread.id());
    return view(thread, live, canAcceptDirectInput, turns, place, section, projectId);
  }

  private static ApiThread view(
      StoredThread thread,
      @Nullable LiveThread live,
      @Nullable Boolean canAcceptDirectInput,
      List<Turn> turns,
      @Nullable SectionMember place,
      @Nullable StoredSection section,
      @Nullable String projectId) {
    TurnSettings settings = live == null ? null : live.settings();
    return new ApiThread(
        thread.id(),
        settings == null ? null : environments(settings),
        null,
        thread.sessionId(),
        thread.forkedFromId(),
        null,
        thread.parentThreadId(),
        preview(thread, live),
        live != null && live.ephemeral(),
        section == null ? null : SectionViews.of(section),
        place == null ? null : place.enteredAt().getEpochSecond(),
        projectId,
        historyMode(thread.historyMode()),
        settings == null ? thread.modelProvider() : settings.modelProvider(),
        settings == null ? thread.model() : settings.model(),
        settings == null ? thread.reasoningEffort() : settings.reasoningEffort(),
        thread.createdAt().getEpochSecond(),
        thread.updatedAt().getEpochSecond(),
        thread.recencyAt().getEpochSecond(),
        live == null ? new ThreadStatus.NotLoaded() : live.status(),
        thread.rolloutPath(),
        settings == null ? thread.cwd() : settings.cwd(),
        thread.cliVersion(),
        thread.originator(),
        source(thread.source()),
        canAcceptDirectInput,
        thread.threadSource(),
        thread.agentNickname(),
        thread.agentRole(),
        git(thread.git()),
        thread.name(),
        null,
        turns);
  }

  /** What was said in a thread that is never stored is not shown to others. */
  private static String preview(StoredThread thread, @Nullable LiveThread live) {
    boolean own = thread.forkedFromId() == null;
    return live != null && live.ephemeral() && own ? "" : thread.preview();
  }

  /** The answer to {@code thread/start}. */
  static ThreadStartResponse started(
      ApiThread view, TurnSettings settings, List<String> instructionSources) {
    return new ThreadStartResponse(
        view,
        settings.model(),
        settings.modelProvider(),
        settings.serviceTier(),
        settings.disabledPluginIds(),
        settings.cwd(),
        settings.workspaceRoots(),
        instructionSources,
        settings.approvalPolicy(),
        settings.approvalsReviewer(),
        settings.sandboxPolicy(),
        profile(settings),
        settings.reasoningEffort(),
        MULTI_AGENT_MODE);
  }

  /** The answer to {@code thread/fork}. */
  static ThreadForkResponse forked(
      ApiThread view, TurnSettings settings, List<String> instructionSources) {
    return new ThreadForkResponse(
        view,
        settings.model(),
        settings.modelProvider(),
        settings.serviceTier(),
        settings.disabledPluginIds(),
        settings.cwd(),
        settings.workspaceRoots(),
        instructionSources,
        settings.approvalPolicy(),
        settings.approvalsReviewer(),
        settings.sandboxPolicy(),
        profile(settings),
        settings.reasoningEffort(),
        MULTI_AGENT_MODE);
  }

  /** The answer to {@code thread/resume}. */
  static ThreadResumeResponse resumed(
      ApiThread view,
      TurnSettings settings,
      List<String> instructionSources,
      @Nullable TurnsPage initialTurnsPage,
      @Nullable String turnsBackwardsCursor,
      @Nullable String itemsBackwardsCursor) {
    return new ThreadResumeResponse(
        view,
        settings.model(),
        settings.modelProvider(),
        settings.serviceTier(),
        settings.disabledPluginIds(),
        settings.cwd(),
        settings.workspaceRoots(),
        instructionSources,
        settings.approvalPolicy(),
        settings.approvalsReviewer(),
        settings.sandboxPolicy(),
        profile(settings),
        settings.reasoningEffort(),
        collaborationMode(settings),
        MULTI_AGENT_MODE,
        initialTurnsPage,
        turnsBackwardsCursor,
        itemsBackwardsCursor);
  }

  /** The settings of the next turn. */
  static ThreadSettings settings(TurnSettings settings) {
    return new ThreadSettings(
        settings.disabledPluginIds(),
        settings.cwd(),
        environments(settings),
        settings.approvalPolicy(),
        settings.approvalsReviewer(),
        settings.sandboxPolicy(),
        profile(settings),
        settings.model(),
        settings.modelProvider(),
        settings.serviceTier(),
        settings.reasoningEffort(),
        settings.reasoningSummary(),
        collaborationMode(settings),
        MULTI_AGENT_MODE,
        settings.personality());
  }

  /** Where a thread came from; a form this version does not know is unknown. */
  static SessionSource source(JsonElement recorded) {
    try {
      return WireJson.decode(recorded, SessionSource.class);
    } catch (DecodeException e) {
      return new SessionSource.Unknown();
    }
  }

  private static ThreadHistoryMode historyMode(HistoryMode mode) {
    return mode == HistoryMode.PAGINATED ? ThreadHistoryMode.PAGINATED : ThreadHistoryMode.LEGACY;
  }

  private static List<ThreadEnvironment> environments(TurnSettings settings) {
    return settings.machine()
        ? List.of(
            new ThreadEnvironment(LOCAL_ENVIRONMENT, settings.cwd(), settings.workspaceRoots()))
        : List.of();
  }

  private static @Nullable ActivePermissionProfile profile(TurnSettings settings) {
    return settings.permissionProfile() == null
        ? null
        : new ActivePermissionProfile(settings.permissionProfile(), null);
  }

  private static CollaborationMode collaborationMode(TurnSettings settings) {
    return new CollaborationMode(
        settings.collaboration().mode(),
        new Settings(
            settings.model(), settings.reasoningEffort(), settings.collaboration().instructions()));
  }

  private static @Nullable GitInfo git(dev.heddle.server.store.@Nullable GitInfo known) {
    return known == null ? null : new GitInfo(known.sha(), known.branch(), known.originUrl());
  }
}
