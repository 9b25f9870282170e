package dev.heddle.server.process;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    if (ProcessTable.available()) {
      addTo(members, ProcessTable.MACHINE.now());
    } else if (leader != null) {
      leader.descendants().forEach(members::add);
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

  private void addTo(Set<ProcessHandle> members, List<ProcessTable.Entry> processes) {
    boolean leads = hasItsNumber();
    Map<Long, ProcessTable.Entry> ours = new HashMap<>();
    boolean found = true;
    while (found) { // a child may be listed before its parent
      found = false;
      for (ProcessTable.Entry each : processes) {
        if (!ours.containsKey(each.number())
            && (isOurs(each, leads) || isThere(ours.get(each.parent())))) {
          found = true;
          ours.put(each.number(), each);
          ProcessHandle.of(each.number())
              .filter(handle -> isThere(each)) // still, so it is this one
              .ifPresent(members::add);
        }
      }
    }
  }

  private boolean isOurs(ProcessTable.Entry process, boolean leads) {
    return (leads && (process.number() == number || process.session() == number))
        || mark.equals(process.mark());
  }

  private static boolean isThere(ProcessTable.@Nullable Entry process) {
    return process != null && ProcessTable.isThere(process);
  }
}
