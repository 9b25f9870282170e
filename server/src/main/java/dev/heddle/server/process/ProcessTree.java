package dev.heddle.server.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The processes that belong to a command: its session, its descendants, and on Linux whoever still
 * has the command's mark in its environment, wherever it went.
 *
 * <p><b>Thread-safety:</b> immutable.
 *
 * <p><b>Files:</b> reads {@code /proc}.
 *
 * @param leader process id of the command, also its process group and its session
 * @param mark unique to the command
 */
record ProcessTree(long leader, String mark) {
  private static final Path PROC = Path.of("/proc");

  /** How often members are looked for that others start meanwhile. */
  private static final int ROUNDS = 20;

  /** Asks all to end. */
  void terminate() {
    Signals.toGroup(leader, Signals.TERM);
    members().forEach(pid -> Signals.toProcess(pid, Signals.TERM));
  }

  /** Ends all that exist, until none is left. */
  void kill() {
    Signals.toGroup(leader, Signals.KILL);
    for (int round = 0; round < ROUNDS; round++) {
      Set<Long> members = members();
      if (members.isEmpty()) {
        return;
      }
      members.forEach(pid -> Signals.toProcess(pid, Signals.KILL));
    }
  }

  /** The living members but the leader. */
  Set<Long> members() {
    Set<Long> members = new HashSet<>();
    ProcessHandle.of(leader)
        .ifPresent(handle -> handle.descendants().forEach(each -> members.add(each.pid())));
    if (Files.isDirectory(PROC.resolve("self"))) {
      addFromProc(members);
    }
    members.remove(leader);
    members.remove(ProcessHandle.current().pid());
    return members;
  }

  private void addFromProc(Set<Long> members) {
    byte[] wanted = (ChildEnvironment.MARK + '=' + mark).getBytes(StandardCharsets.UTF_8);
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (isMember(process, wanted)) {
          members.add(Long.parseLong(process.getFileName().toString()));
        }
      }
    } catch (IOException e) {
      // Without a list there are still the group and the descendants.
    }
  }

  private boolean isMember(Path process, byte[] wanted) {
    try {
      String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
      // pid (name) state ppid pgrp session …; the name may contain anything.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5);
      if (fields[0].equals("Z")) {
        return false;
      }
      return Long.parseLong(fields[3]) == leader
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
