package dev.heddle.server.tool.patch;

import dev.heddle.server.patch.PatchJournal;
import dev.heddle.server.patch.PatchPlanner;
import dev.heddle.server.patch.PatchWriter;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.tool.ToolSet;
import dev.heddle.server.tool.ToolSource;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Patches in every thread. It has to come before the tools for shell commands, because it takes
 * from them the commands that are patches.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class PatchTools implements ToolSource {
  /** The largest file that is edited; its text is held a few times while it is. */
  private static final long MAX_FILE_BYTES = 8 << 20;

  private final PatchPlanner planner = new PatchPlanner(MAX_FILE_BYTES);
  private final PatchWriter writer;

  private final Duration approvalTimeout;

  /** What users have allowed for as long as a thread is loaded. */
  private final Map<LiveThread, GrantedFiles> granted =
      Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * Takes back what patches have begun that the end of a process broke off.
   *
   * @param approvalTimeout how long a question to the user waits
   * @param journal where patches are written down before files change
   */
  public PatchTools(Duration approvalTimeout, PatchJournal journal) {
    this(approvalTimeout, new PatchWriter(MAX_FILE_BYTES, journal));
    journal.takeBack();
  }

  /** Patches that this writer carries out. */
  public PatchTools(Duration approvalTimeout, PatchWriter writer) {
    this.approvalTimeout = approvalTimeout;
    this.writer = writer;
  }

  @Override
  public ToolSet open(LiveThread thread, TurnSettings settings) {
    if (!settings.machine()) {
      return ToolSet.NONE;
    }
    GrantedFiles files = granted.computeIfAbsent(thread, key -> new GrantedFiles());
    return new TurnPatches(
        new PatchApproval(files, approvalTimeout),
        planner,
        writer,
        ApplyPatchTool.isKnownTo(settings.model()));
  }
}
