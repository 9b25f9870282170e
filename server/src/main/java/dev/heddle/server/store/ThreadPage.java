package dev.heddle.server.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of threads.
 *
 * @param threads the rows, in order
 * @param next where the following page starts; null at the end
 */
public record ThreadPage(List<StoredThread> threads, @Nullable ListCursor next) {}
