package dev.heddle.protocol.v2;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A named group of directories that threads belong to.
 *
 * @param roots where its work is, first one preferred
 * @param metadata what clients keep with it
 * @param position its place among all projects, from 0; others may be missing between two
 * @param createdAt unix seconds
 * @param updatedAt unix seconds
 * @param recencyAt when its newest thread that is not archived was last used, unix seconds; null
 *     without such a thread
 */
public record Project(
    String id,
    String name,
    List<ProjectRoot> roots,
    Map<String, String> metadata,
    long position,
    long createdAt,
    long updatedAt,
    @Nullable Long recencyAt) {}
