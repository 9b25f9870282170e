package dev.heddle.server.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The processes that belong to a command: its session, its descendants, and on Linux whoever still
 * has the command's mark in its environment, wherever it went.
 *
 * <p>A number that is free again may be anybody's, a thread's too, and all numbers may come round
 * while a list of processes is read. So a process is only ever ended by a handle that knows when it
 * began, and what the command's own number says counts only while nobody else has that.
 *
 * <p><b>Thread-safety:</b> immutable.
 *
 * <p><b>Files:</b> reads {@code /proc}.
 *
 * @param number process id of the command, also of its process group and its session
 * @param leader the command; null when it had ended before it could be looked at
 * @param mark unique to the command
 */
record ProcessTree(long number, @Nullable ProcessHandle leader, String mark) {
  private static final Path PROC = Path.of("/proc");

  /** How often members are looked for that others start meanwhile. */
  private static final int ROUNDS = 20;

  /** Asks all to end. */
  void terminate() {
    if (!toGroup(Signals.TERM) && leader != null) {
      leader.destroy(); // it leads no group yet
    }
    members().forEach(ProcessHandle::destroy);
  }

  /** Ends all that exist, until none is left. */
  void kill() {
    if (!toGroup(Signals.KILL) && leader != null) {
      leader.destroyForcibly();
    }
    for (int round = 0; round < ROUNDS; round++) {
      Set<ProcessHandle> members = members();
      if (members.isEmpty()) {
        return;
      }
      members.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** The living members but the leader. */
  Set<ProcessHandle> members() {
    Set<ProcessHandle> members = new HashSet<>();
    if (leader != null) {
      leader.descendants().forEach(members::add);
    }
    if (Files.isDirectory(PROC.resolve("self"))) {
      addFromProc(members);
    }
    members.removeIf(each -> each.pid() == number || each.equals(ProcessHandle.current()));
    return members;
  }

  /** Signals the command's group; false when there is none, or not any more. */
  private boolean toGroup(int signal) {
    return hasItsNumber() && Signals.toGroup(number, signal);
  }

  /** Whether nobody else has the command's number by now. */
  private boolean hasItsNumber() {
    return ProcessHandle.of(number).map(now -> now.equals(leader)).orElse(true);
  }

  private void addFromProc(Set<ProcessHandle> members) {
    byte[] wanted = (ChildEnvironment.MARK + '=' + mark).getBytes(StandardCharsets.UTF_8);
    boolean leads = hasItsNumber();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (isMember(process, leads, wanted)) {
          ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
              .filter(handle -> isMember(process, leads, wanted)) // still, so it is this one
              .ifPresent(members::add);
        }
      }
    } catch (IOException e) {
      // Without a list there are still the group and the descendants.
    }
  }

  private boolean isMember(Path process, boolean leads, byte[] wanted) {
    try {
      String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
      // pid (name) state ppid pgrp session …; the name may contain anything.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5);
      if (fields[0].equals("Z")) {
        return false;
      }
      return (leads && Long.parseLong(fields[3]) == number)
          || contains(Files.readAllBytes(process.resolve("environ")), wanted);
    } catch (IOException | RuntimeException e) {
      return false; // it has ended, or is another user's
    }
  }

  /** Whether one of the entries, which end with a zero byte, is this. */
  private static boolean contains(byte[] environment, byte[] entry) {
    for (int at = 0; at + entry.length <= environment.length; ) {
      int end = at;
      while (end < environment.length && environment[end] != 0) {
        end++;
      }
      if (Arrays.equals(environment, at, end, entry, 0, entry.length)) {
        return true;
      }
      at = end + 1;
    }
    return false;
  }
}
