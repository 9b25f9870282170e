package dev.heddle.server.process;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import dev.heddle.server.json.Surrogates;
import dev.heddle.server.log.Log;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A running command, with everything it started.
 *
 * <p><b>Thread-safety:</b> thread-safe. Each stream has a Java thread that hands on what comes.
 *
 * <p><b>Errors:</b> writing to a process that takes no input, or is gone, is an {@link
 * IOException}.
 */
public final class ChildProcess {
  private static final Log LOG = Log.of(ChildProcess.class);
  private static final int READ_BYTES = 1 << 16;

  /** What a person types at the end of the input, Ctrl-D: closing a terminal would hang up. */
  private static final byte[] ONE_END = {4};

  private static final byte[] TWO_ENDS = {4, 4};

  /** How long a pipe may be silent after the end of its process: others may hold it open. */
  private static final Duration SILENCE = Duration.ofMillis(100);

  private final Process process;
  private final ProcessTree tree;
  private final boolean takesInput;
  private final Runnable afterwards;
  private final AtomicLong activity = new AtomicLong();
  private final AtomicInteger handing = new AtomicInteger(); // readers whose output is being taken
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private volatile boolean gone;
  private boolean inputEnded; // guarded by inputLock
  private boolean inputInLine; // whether the last line of it has no end; guarded by inputLock
  private final Object inputLock = new Object();
  private final Object sizeLock = new Object(); // inside of inputLock
  private boolean terminalGone; // guarded by sizeLock

  /**
   * A process that was started.
   *
   * @param tree what it leads
   */
  ChildProcess(Process process, ProcessTree tree, boolean takesInput, Runnable afterwards) {
    this.process = process;
    this.tree = tree;
    this.takesInput = takesInput;
    this.afterwards = afterwards;
  }

  /**
   * Starts it.
   *
   * @param mark tells its processes from all others
   * @throws IOException when there is no such program or directory, or the system refuses
   */
  static ChildProcess start(ChildCommand command, String mark, ChildOutput output)
      throws IOException {
    checkCanBeTold(command);
    Map<String, String> environment = new HashMap<>(command.environment());
    environment.put(ChildEnvironment.MARK, mark);
    boolean terminal = command.terminal() != null;
    Process process =
        terminal ? withTerminal(command, environment) : withPipes(command, environment);
    ChildProcess child =
        new ChildProcess(
            process,
            new ProcessTree(process.pid(), handleOf(process), mark),
            command.takesInput() || terminal,
            command.afterwards());
    List<Thread> readers = new ArrayList<>();
    readers.add(child.read(process.getInputStream(), false, output));
    if (!terminal && !command.mergeErrors()) {
      readers.add(child.read(process.getErrorStream(), true, output));
    }
    Thread.ofVirtual().name("heddle-child-end").start(() -> child.awaitEnd(readers));
    return child;
  }

  /** Refuses what a program would be told cut short, at a NUL, or with other characters. */
  private static void checkCanBeTold(ChildCommand command) throws IOException {
    List<String> told = new ArrayList<>(command.argv());
    told.addAll(command.environment().keySet());
    told.addAll(command.environment().values());
    for (String text : told) {
      if (text.indexOf('\0') >= 0) {
        throw new IOException("nul byte found in provided data");
      }
      if (Surrogates.hasHalf(text)) {
        throw new IOException("half of a surrogate pair found in provided data");
      }
    }
    int from = File.separatorChar == '\\' ? 1 : 0; // Windows has names that begin with one
    for (String name : command.environment().keySet()) {
      if (name.indexOf('=', from) >= 0) {
        throw new IOException("the name of an environment variable has a = in it");
      }
    }
  }

  private static @Nullable ProcessHandle handleOf(Process process) {
    return process instanceof PtyProcess
        ? ProcessHandle.of(process.pid()).orElse(null)
        : process.toHandle();
  }

  private static Process withPipes(ChildCommand command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(SessionLeader.wrap(command.argv()))
            .directory(new File(command.cwd()))
            .redirectErrorStream(command.mergeErrors());
    builder.environment().clear();
    builder.environment().putAll(environment);
    if (!command.takesInput()) {
      builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    }
    return builder.start();
  }

  private static Process withTerminal(ChildCommand command, Map<String, String> environment)
      throws IOException {
    if (!new File(command.cwd()).isDirectory()) {
      throw new IOException("No such directory: " + command.cwd());
    }
    TerminalSize size = command.terminal() == null ? TerminalSize.DEFAULT : command.terminal();
    // Makes the command the leader of a session, whose terminal this is.
    return new PtyProcessBuilder(sized(command.argv(), environment).toArray(String[]::new))
        .setEnvironment(environment)
        .setDirectory(command.cwd())
        .setInitialColumns(size.columns())
        .setInitialRows(size.rows())
        .setRedirectErrorStream(true)
        .start();
  }

  /**
   * The terminal gets its size when the program runs already; so a shell waits for that before. It
   * sets nothing, lest it undo a later size.
   */
  private static List<String> sized(List<String> argv, Map<String, String> environment) {
    if (!Programs.exist("sh", "/", environment) || !Programs.exist("stty", "/", environment)) {
      return argv;
    }
    String script =
        "n=0; while [ $n -lt 500 ] && [ \"$(stty size 2>/dev/null)\" = '0 0' ]; do n=$((n+1));"
            + " done; exec \"$@\"";
    List<String> sized = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    sized.addAll(argv);
    return sized;
  }

  private Thread read(InputStream in, boolean error, ChildOutput output) {
    return Thread.ofPlatform()
        .daemon()
        .name("heddle-child-output")
        .start(() -> {
          byte[] buffer = new byte[READ_BYTES];
          try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
              handing.incrementAndGet();
              try {
                output.accept(error, Arrays.copyOf(buffer, count));
              } finally {
                activity.incrementAndGet();
                handing.decrementAndGet();
              }
            }
          } catch (IOException e) {
            // The process has gone and its terminal with it.
          } catch (RuntimeException e) {
            LOG.error("the output of a process was not taken", e);
          } finally {
            output.ended(error);
          }
        });
  }

  private void awaitEnd(List<Thread> readers) {
    try {
      int exitCode = process.waitFor();
      for (Thread reader : readers) {
        long seen = -1;
        while (!reader.join(SILENCE) && (handing.get() > 0 || seen != activity.get())) {
          seen = activity.get();
        }
      }
      if (readers.stream().noneMatch(Thread::isAlive)) {
        giveTerminalBack();
      }
      afterwards.run();
      ended.complete(exitCode);
      for (Thread reader : readers) {
        reader.join(); // what the command left in the background may have the terminal open
      }
      giveTerminalBack();
    } catch (InterruptedException e) {
      ended.completeExceptionally(e);
    }
  }

  /** Closes its terminal, of which a machine has few; a second time does nothing. */
  private void giveTerminalBack() {
    if (!(process instanceof PtyProcess)) {
      return;
    }
    synchronized (inputLock) { // or another file could have its number when something is written
      inputEnded = true;
      synchronized (sizeLock) {
        terminalGone = true;
        try {
          process.getInputStream().close();
        } catch (IOException e) {
          LOG.debug(() -> "a terminal could not be closed: " + e);
        }
      }
    }
  }

  /** Whether the command itself has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Completes with the exit code (128 and the signal's number when one ended it) once all that was
   * printed has been handed on. What the command left in the background goes on.
   */
  public CompletableFuture<Integer> ended() {
    return ended;
  }

  /** Whether anything it started is still running. */
  boolean leftOthers() {
    return !tree.members().isEmpty();
  }

  /**
   * Whether it has ended and nothing it started is left. From then on the system may give its
   * number to others, so nothing must be sent there.
   */
  boolean isGone() {
    if (!gone && !process.isAlive() && !leftOthers()) {
      gone = true;
    }
    return gone;
  }

  /** Writes to its standard input. */
  public void write(byte[] bytes) throws IOException {
    if (!takesInput) {
      throw new IOException("the process takes no input");
    }
    synchronized (inputLock) {
      if (inputEnded) {
        throw new IOException("the input of the process has ended");
      }
      if (bytes.length > 0) {
        inputInLine = "\n\r".indexOf(bytes[bytes.length - 1]) < 0;
      }
      process.getOutputStream().write(bytes);
      process.getOutputStream().flush();
    }
  }

  /** Whether it takes input. */
  public boolean takesInput() {
    return takesInput;
  }

  /** Ends its standard input. A terminal stays, and tells its reader of the end. */
  public void closeInput() throws IOException {
    if (!(process instanceof PtyProcess)) {
      process.getOutputStream().close();
      return;
    }
    synchronized (inputLock) {
      if (!inputEnded) {
        inputEnded = true;
        // In a line the sign only hands on what is there of it.
        process.getOutputStream().write(inputInLine ? TWO_ENDS : ONE_END);
        process.getOutputStream().flush();
      }
    }
  }

  /** Tells its terminal a new size; nothing without one. */
  public void resize(TerminalSize size) {
    if (process instanceof PtyProcess terminal) {
      synchronized (sizeLock) {
        if (!terminalGone) {
          terminal.setWinSize(new WinSize(size.columns(), size.rows()));
        }
      }
    }
  }

  /**
   * Ends it and all it started: asks, and when the command has not ended within {@code grace}, or
   * has left others behind, kills. Returns when none is left.
   */
  public void end(Duration grace) {
    if (isGone()) {
      return;
    }
    if (!SessionLeader.available() && !(process instanceof PtyProcess)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      return;
    }
    tree.terminate();
    try {
      process.onExit().get(grace.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // It is killed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tree.kill();
  }
}
