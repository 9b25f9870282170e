package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code model/list}: a page of the model catalogue.
 *
 * @param nextCursor where the next page begins, or null on the last one
 */
public record ModelListResponse(List<Model> data, @Nullable String nextCursor) {}
