package dev.heddle.server.handler;

import dev.heddle.protocol.v2.ThreadShellCommandParams;
import dev.heddle.server.config.ServerConfig;
import dev.heddle.server.config.WorkingDirectory;
import dev.heddle.server.context.ContextSource;
import dev.heddle.server.goal.ThreadGoals;
import dev.heddle.server.store.GitInfo;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.LoadedThreads;
import dev.heddle.server.thread.ThreadEvents;
import dev.heddle.server.thread.ThreadForks;
import dev.heddle.server.thread.ThreadLoader;
import dev.heddle.server.thread.ThreadQuestions;
import dev.heddle.server.tool.TurnTask;
import dev.heddle.server.turn.TurnEngine;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every handler of threads and turns of one server, and what they share.
 *
 * @param start {@code thread/start}
 * @param resume {@code thread/resume}
 * @param fork {@code thread/fork}
 * @param queries requests that only look at a thread
 * @param items requests that look at histories item by item
 * @param list {@code thread/list}
 * @param search {@code thread/search}
 * @param occurrences {@code thread/searchOccurrences}
 * @param changes requests that change metadata
 * @param sections requests about sections
 * @param sectionMoves {@code thread/section/move}
 * @param attachments requests about attachments
 * @param projects requests about projects
 * @param removals archive, unarchive, delete
 * @param revert revert and rollback
 * @param goals requests about goals
 * @param readState {@code thread/readState/update}
 * @param settings {@code thread/settings/update}
 * @param inject {@code thread/inject_items}
 * @param compact {@code thread/compact/start}
 * @param turns requests about turns
 * @param queue requests about waiting messages
 * @param goalTurns begins what threads do by themselves
 * @param reviews {@code review/start}
 * @param shellCommand {@code thread/shellCommand}
 * @param summaries {@code getConversationSummary}
 */
public record ThreadHandlers(
    ThreadStartHandler start,
    ThreadResumeHandler resume,
    ThreadForkHandler fork,
    ThreadQueries queries,
    ItemQueries items,
    ThreadListHandler list,
    ThreadSearchHandler search,
    OccurrencesHandler occurrences,
    ThreadChanges changes,
    SectionHandlers sections,
    SectionMoves sectionMoves,
    AttachmentHandlers attachments,
    ProjectHandlers projects,
    ThreadRemovals removals,
    ThreadRevert revert,
    Goals goals,
    ReadStateHandler readState,
    SettingsUpdateHandler settings,
    InjectItems inject,
    CompactHandler compact,
    TurnHandlers turns,
    QueueHandlers queue,
    GoalTurns goalTurns,
    ReviewHandler reviews,
    ShellCommandHandler shellCommand,
    ConversationSummaries summaries) {

  /**
   * Builds them.
   *
   * @param told what models are told of where they work
   * @param git what is known of the repository around a directory
   * @param version of this server
   * @param bounds how much of a history an answer is made from
   * @param userCommands makes what runs a command of the user
   * @param opened is told of each thread that a client has opened, after the answer
   */
  public static ThreadHandlers of(
      ThreadStore store,
      LoadedThreads loaded,
      ThreadLoader loader,
      ThreadEvents events,
      ThreadQuestions questions,
      TurnEngine engine,
      ThreadGoals goals,
      ContextSource told,
      Supplier<ServerConfig> config,
      WorkingDirectory directory,
      Function<String, @Nullable GitInfo> git,
      String version,
      Clock clock,
      HistoryBounds bounds,
      Function<ThreadShellCommandParams, TurnTask> userCommands,
      Consumer<LiveThread> opened) {
    ThreadAccess threads = new ThreadAccess(loaded);
    ThreadHistory history = new ThreadHistory(store, loaded, bounds);
    SettingsResolver settings = new SettingsResolver(config, directory);
    NewThreads newThreads = new NewThreads(new SessionMetas(version), clock, git);
    MetadataWriter metadata = new MetadataWriter(store, threads, clock);
    StartedTurns startedTurns = new StartedTurns();
    RepeatedSends sends = new RepeatedSends(history);
    QueuedTurns queuedTurns =
        new QueuedTurns(store, loaded, events, engine, startedTurns, sends, history);
    GoalTurns goalTurns = new GoalTurns(loaded, queuedTurns, events, engine, startedTurns, history);
    ThreadForkHandler forks =
        new ThreadForkHandler(
            store,
            threads,
            new ThreadForks(store, loader),
            events,
            settings,
            newThreads,
            history,
            goals,
            told,
            clock,
            opened);
    return new ThreadHandlers(
        new ThreadStartHandler(store, loader, events, settings, newThreads, told, opened),
        new ThreadResumeHandler(
            store,
            threads,
            loader,
            events,
            questions,
            settings,
            newThreads,
            history,
            told,
            goalTurns,
            clock,
            opened),
        forks,
        new ThreadQueries(store, loaded, history),
        new ItemQueries(store, loaded, history),
        new ThreadListHandler(store, loaded, directory),
        new ThreadSearchHandler(store, loaded),
        new OccurrencesHandler(store, loaded, history),
        new ThreadChanges(store, threads, metadata, events),
        new SectionHandlers(store),
        new SectionMoves(store, threads, metadata, events, clock),
        new AttachmentHandlers(store, events),
        new ProjectHandlers(store, events, clock),
        new ThreadRemovals(store, threads, loader, events),
        new ThreadRevert(store, threads, loader, events, history, clock),
        new Goals(store, threads, metadata, events, goals, goalTurns, clock),
        new ReadStateHandler(store, threads, metadata, events),
        new SettingsUpdateHandler(threads, events, settings, clock),
        new InjectItems(threads, engine, clock),
        new CompactHandler(threads, engine, startedTurns),
        new TurnHandlers(threads, events, settings, engine, startedTurns, sends),
        new QueueHandlers(store, threads, sends, queuedTurns),
        goalTurns,
        new ReviewHandler(threads, forks, engine, startedTurns, () -> config.get().reviewModel()),
        new ShellCommandHandler(threads, engine, startedTurns, userCommands),
        new ConversationSummaries(store));
  }
}
