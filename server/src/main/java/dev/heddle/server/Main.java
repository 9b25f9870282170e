package dev.heddle.server;

import dev.heddle.server.log.Log;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** The program: guards standard output, understands the arguments, and ends with an exit code. */
public final class Main {
  private static final Log LOG = Log.of(Main.class);

  private Main() {}

  /** Runs the command that {@code args} name. */
  public static void main(String[] args) {
    start(List.of(args), AppServerParts::open);
  }

  /** Runs a command with a server of other parts; does not return. */
  static void start(List<String> args, AppServerParts.Opening opening) {
    OutputStream stdout = new FileOutputStream(FileDescriptor.out);
    // Before anything else can print: standard output is the protocol's alone.
    System.setOut(System.err);
    System.exit(run(args, stdout, opening).number());
  }

  private static ExitCode run(
      List<String> args, OutputStream stdout, AppServerParts.Opening opening) {
    try {
      return isServer(args)
          ? serve(args.subList(1, args.size()), stdout, opening)
          : Commands.run(args, stdout);
    } catch (InterruptedException | IOException | RuntimeException e) {
      LOG.error("cannot run", e);
      return ExitCode.CANNOT_START;
    }
  }

  // "app-server generate-ts" and the like are commands of their own; told apart without their
  // table.
  private static boolean isServer(List<String> args) {
    return !args.isEmpty()
        && args.get(0).equals("app-server")
        && !(args.size() > 1 && args.get(1).startsWith("generate-"));
  }

  // The short way to the answer to "initialize": what is loaded here costs every start.
  private static ExitCode serve(
      List<String> arguments, OutputStream stdout, AppServerParts.Opening opening)
      throws InterruptedException, IOException {
    CommandLine line =
        CommandLine.parse(arguments, System.getenv(), System.getProperty("user.home"));
    // No switch over the types: it would be linked anew at every start.
    if (line instanceof CommandLine.Serve serve) {
      return serve(serve.options(), stdout, opening);
    }
    if (line instanceof CommandLine.Wrong wrong) {
      return Commands.misunderstood(wrong.reason(), Commands.usage());
    }
    return Commands.run(List.of("help", "app-server"), stdout);
  }

  private static ExitCode serve(
      ServerOptions options, OutputStream stdout, AppServerParts.Opening opening)
      throws InterruptedException {
    AppServer server =
        new AppServer(
            new FileInputStream(FileDescriptor.in),
            stdout,
            options,
            AppServer.VIRTUAL_THREADS,
            opening);
    Thread watch = new Thread(() -> watch(server), "heddle-watch");
    watch.setDaemon(true);
    watch.start();
    CacheMark mark = CacheMark.toLeave();
    Thread marking = null;
    if (mark != null) {
      marking = new Thread(mark::leave, "heddle-mark"); // beside the start, which does not need it
      marking.start();
    }
    ExitCode end = server.run();
    if (marking != null) {
      marking.join(); // or a server that ends at once would have the next one check again
    }
    return end;
  }

  // Beside the start, which does not need it.
  private static void watch(AppServer server) {
    EndSignals.handle(server);
    new ParentWatch(server).run();
  }
}
