package dev.heddle.server.handler;

import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.SkillsChangedNotification;
import dev.heddle.protocol.v2.SkillsExtraRootsSetParams;
import dev.heddle.protocol.v2.SkillsExtraRootsSetResponse;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.skill.SkillWatch;
import dev.heddle.server.skill.Skills;
import dev.heddle.server.thread.ThreadEvents;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code skills/extraRoots/set}: folders in which skills are looked for besides the usual ones, for
 * as long as the process lives. Clients are told that skills changed before the answer, as Codex
 * does it.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class SkillRoots {
  private final Skills skills;
  private final SkillWatch watch;
  private final ThreadEvents events;

  public SkillRoots(Skills skills, SkillWatch watch, ThreadEvents events) {
    this.skills = skills;
    this.watch = watch;
    this.events = events;
  }

  public Reply<SkillsExtraRootsSetResponse> set(
      SkillsExtraRootsSetParams params, RequestContext context) {
    List<Path> roots =
        params.extraRoots().stream().map(root -> AbsolutePath.of(root).normalize()).toList();
    skills.setExtraRoots(roots);
    watch.follow();
    events.toAll(ServerNotifications.SKILLS_CHANGED, new SkillsChangedNotification());
    return Reply.of(new SkillsExtraRootsSetResponse());
  }
}
