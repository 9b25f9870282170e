package dev.heddle.server.store;

import org.jspecify.annotations.Nullable;

/**
 * The process that writes a thread, as far as the system tells. Immutable.
 *
 * @param pid its process id
 * @param program the short name of its program; null when it is not told
 */
public record WriterProcess(long pid, @Nullable String program) {}
