package dev.heddle.server.demo;

import dev.heddle.protocol.v2.ApiThread;
import dev.heddle.protocol.v2.ClientInfo;
import dev.heddle.protocol.v2.ClientNotifications;
import dev.heddle.protocol.v2.InitializeMethod;
import dev.heddle.protocol.v2.InitializeParams;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.SortDirection;
import dev.heddle.protocol.v2.ThreadForkParams;
import dev.heddle.protocol.v2.ThreadListParams;
import dev.heddle.protocol.v2.ThreadMethods;
import dev.heddle.protocol.v2.ThreadResumeParams;
import dev.heddle.protocol.v2.ThreadSetNameParams;
import dev.heddle.protocol.v2.ThreadStartParams;
import dev.heddle.protocol.v2.ThreadTurnsListParams;
import dev.heddle.protocol.v2.TurnItemsView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The conversation of the demonstration, chapter by chapter: what is sent, why, and what has to
 * come back. One thread, used once.
 */
final class Story {
  private static final String NAME = "A first conversation";
  private static final String FORK_NAME = "A detour";
  private static final int PAGE_TURNS = 50;

  private final List<String> command;
  private final boolean offline;
  private final Path directory;
  private final Narrator narrator;

  private final List<Exchange> original = new ArrayList<>();
  private final List<Exchange> forked = new ArrayList<>();
  private String originalId = "";
  private String forkId = "";
  private int messages;

  /**
   * @param command how to start the server
   * @param offline whether its answers are those of the offline provider
   * @param directory where it works
   */
  Story(List<String> command, boolean offline, Path directory, Narrator narrator) {
    this.command = command;
    this.offline = offline;
    this.directory = directory;
    this.narrator = narrator;
  }

  /**
   * Tells all of it.
   *
   * @return how many messages went over the wire
   * @throws DemoFailure if something goes otherwise than expected
   */
  int tell() throws InterruptedException {
    try (Session session = open("Start the server")) {
      converse(session);
      fork(session);
      list(session);
      end(session, "End the server");
    }
    try (Session session = open("Start it again")) {
      resume(session);
      end(session, "The end");
    }
    return messages;
  }

  private Session open(String title) throws InterruptedException {
    narrator.chapter(
        title,
        originalId.isEmpty()
            ? "A client starts the server as a subprocess and owns it: requests go to its standard"
                + " input (→), answers and notifications come from its standard output (←), one"
                + " JSON object per line. Long ids are shown by their end. The first request says"
                + " who the client is; nothing else is accepted before it."
            : "A new process on the same home. It has read nothing yet and knows everything: what a"
                + " client was told is in the thread's own file, and lists come from an index that"
                + " could be rebuilt from those files.");
    Session session = Session.start(command, directory, narrator);
    session.ask(
        InitializeMethod.SPEC,
        new InitializeParams(new ClientInfo("heddle-demo", null, "1"), null));
    session.tell(ClientNotifications.INITIALIZED);
    return session;
  }

  private void converse(Session session) throws InterruptedException {
    narrator.chapter(
        "Start a thread",
        "A thread is one conversation with its settings: the model, the directory to work in, what"
            + " the agent may do without asking. The answer comes before what is told of the new"
            + " thread, so the client knows the id when it hears of it.");
    originalId =
        session.ask(ThreadMethods.THREAD_START, ThreadStartParams.defaults()).thread().id();
    session.awaitStarted(originalId);

    narrator.chapter(
        "Say something",
        "A turn is one round of work: what the user says, and all that the agent does about it. It"
            + " consists of items: messages, thoughts, commands, file changes. turn/start answers"
            + " at once and the turn goes on by itself: each item starts, may stream, and"
            + " completes; then the turn completes.");
    original.add(session.turn(originalId, "Hello! This is my first message."));
    narrator.passed("the streamed pieces joined are the final text of the answer");

    narrator.chapter(
        "Say something more",
        "The second turn on the same thread. The model is given what was said so far; the client"
            + " sends only what is new.");
    original.add(session.turn(originalId, "Which message of ours is this?"));

    narrator.chapter(
        "Give the thread a name", "Names are for people: the id stays what requests refer to.");
    name(session, originalId, NAME);
  }

  private static void name(Session session, String threadId, String name)
      throws InterruptedException {
    int before = session.now();
    session.ask(ThreadMethods.THREAD_NAME_SET, new ThreadSetNameParams(threadId, name));
    session.await(before, ServerNotifications.THREAD_NAME_UPDATED, threadId);
  }

  private void fork(Session session) throws InterruptedException {
    narrator.chapter(
        "Fork it",
        "A fork is a new thread that begins with the history of another, to try something else"
            + " without losing what there is. excludeTurns keeps the answer short: histories are"
            + " long, so a client reads them in pages, with thread/turns/list.");
    ApiThread fork =
        session.ask(ThreadMethods.THREAD_FORK, ThreadForkParams.withoutTurns(originalId)).thread();
    forkId = fork.id();
    DemoFailure.unless(!forkId.equals(originalId), "the fork has the id of the original");
    DemoFailure.unless(
        originalId.equals(fork.forkedFromId()), "the fork does not say where it comes from");
    session.awaitStarted(forkId);
    forked.addAll(original);
    requireHistory(session, forkId, forked, "the fork");
    narrator.passed("the fork has inherited both turns");

    narrator.chapter(
        "Go on in the fork",
        "The two threads are independent from here on. Whoever forked is already listening, so the"
            + " new turn streams here without another request.");
    forked.add(session.turn(forkId, "Only the fork hears this."));
    name(session, forkId, FORK_NAME);
    requireHistory(session, originalId, original, "the original");
    narrator.passed("the original has kept its two turns");
  }

  private void list(Session session) throws InterruptedException {
    narrator.chapter(
        "List the threads",
        "What a client shows on its first page, most recent first. Long lists come in pages too.");
    requireListed(session);
  }

  private void resume(Session session) throws InterruptedException {
    narrator.chapter("List them again", "The same list as before the restart, names included.");
    requireListed(session);

    narrator.chapter(
        "Resume the first thread",
        "A stored thread can be read as it is; to go on with it, a client resumes it: the server"
            + " loads it, and sends its turns to this client from now on.");
    ApiThread resumed =
        session
            .ask(ThreadMethods.THREAD_RESUME, ThreadResumeParams.withoutTurns(originalId))
            .thread();
    DemoFailure.unless(resumed.id().equals(originalId), "another thread was resumed");
    requireHistory(session, originalId, original, "the resumed thread");
    requireHistory(session, forkId, forked, "the fork");
    narrator.passed("both histories are complete, word for word, after the restart");

    narrator.chapter(
        "Go on where it ended", "The next turn of a conversation that began in another process.");
    original.add(session.turn(originalId, "And which one is this?"));
    requireHistory(session, originalId, original, "the resumed thread");
    if (offline) {
      // The offline provider counts the messages it is given: all of them, or the context was lost.
      DemoFailure.unless(
          original.getLast().answer().contains("message 3 of this conversation"),
          "the model was not given the whole conversation: " + original.getLast().answer());
    }
    narrator.passed("three turns, two processes, one thread");
  }

  private void end(Session session, String title) throws InterruptedException {
    narrator.chapter(
        title,
        "There is no request for it. The client closes the server's input; the server finishes what"
            + " it has accepted, stores it, and ends with exit code 0.");
    messages += session.end();
    narrator.passed("every request was answered once, and everything came in the promised order");
  }

  private void requireListed(Session session) throws InterruptedException {
    List<ApiThread> listed = session.ask(ThreadMethods.THREAD_LIST, ThreadListParams.none()).data();
    requireName(listed, originalId, NAME);
    requireName(listed, forkId, FORK_NAME);
    narrator.passed("both threads are listed with their names");
  }

  private static void requireName(List<ApiThread> listed, String threadId, String name) {
    DemoFailure.unless(
        listed.stream().anyMatch(t -> t.id().equals(threadId) && Objects.equals(t.name(), name)),
        "the list lacks the thread '" + name + "' under this name");
  }

  private static void requireHistory(
      Session session, String threadId, List<Exchange> expected, String whose)
      throws InterruptedException {
    List<Exchange> stored =
        session
            .ask(
                ThreadMethods.THREAD_TURNS_LIST,
                new ThreadTurnsListParams(
                    threadId, null, PAGE_TURNS, SortDirection.ASC, TurnItemsView.FULL))
            .data()
            .stream()
            .map(Exchange::of)
            .toList();
    DemoFailure.unless(
        stored.equals(expected), "the history of " + whose + " is " + stored + ", not " + expected);
  }
}
