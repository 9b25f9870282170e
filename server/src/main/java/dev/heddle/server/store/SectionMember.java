package dev.heddle.server.store;

import java.time.Instant;

/**
 * A thread in a section. Immutable.
 *
 * @param threadId the thread; it need not exist any more
 * @param sectionId the only section it is in
 * @param position orders the section's threads; positive, with gaps
 * @param enteredAt when it came into this section, milliseconds
 */
public record SectionMember(String threadId, String sectionId, long position, Instant enteredAt) {}
