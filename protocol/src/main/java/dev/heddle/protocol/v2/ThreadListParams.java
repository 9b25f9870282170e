package dev.heddle.protocol.v2;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.Experimental;
import dev.heddle.protocol.rpc.OneOf;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.rpc.Settable;
import dev.heddle.protocol.rpc.Unsigned;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/list}: filters, order and page of stored threads.
 *
 * @param includeAttachedThreads also threads that belong to another, when searching
 * @param currentAccountOnly only threads of the present account
 * @param cursor where to continue, from an earlier page of the same list; null for the first page
 * @param limit page size, 1 to 100; null for 25
 * @param excludedThreadIds at most 100; null for none
 * @param sortKey null for creation
 * @param sortDirection null for newest first
 * @param modelProviders empty for all; null for the configured one
 * @param sourceKinds null or empty for the interactive ones
 * @param originators must be empty or null on a local server
 * @param archived true for archived threads only
 * @param sectionId absent for any, null for threads in none
 * @param projectId absent for any, null for threads in none
 * @param cwd a path or a list of paths, matched exactly; null for any
 * @param useStateDbOnly answer from the index without looking at the files
 * @param searchTerm part of the title; null for any
 * @param parentThreadId only children of this thread
 * @param ancestorThreadId only descendants of this thread
 * @param attachedToThreadId only threads this one owns
 */
public record ThreadListParams(
    @Experimental @Defaulted boolean includeAttachedThreads,
    @Defaulted boolean currentAccountOnly,
    @Nullable String cursor,
    @Unsigned @Nullable Integer limit,
    @Nullable List<String> excludedThreadIds,
    @Nullable ThreadSortKey sortKey,
    @Nullable SortDirection sortDirection,
    @Nullable List<String> modelProviders,
    @Nullable List<ThreadSourceKind> sourceKinds,
    @Nullable List<String> originators,
    @Nullable Boolean archived,
    Settable<String> sectionId,
    @Experimental Settable<String> projectId,
    @OneOf(value = String.class, listsOf = String.class) @Nullable JsonElement cwd,
    @Defaulted boolean useStateDbOnly,
    @Nullable String searchTerm,
    @Experimental @Nullable String parentThreadId,
    @Experimental @Nullable String ancestorThreadId,
    @Experimental @Nullable String attachedToThreadId) {
  /** No filter: the first page in the default order. */
  public static ThreadListParams none() {
    return new ThreadListParams(
        false,
        false,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Settable.keep(),
        Settable.keep(),
        null,
        false,
        null,
        null,
        null,
        null);
  }

  /**
   * The paths of {@code cwd}, or null when any will do.
   *
   * @throws RpcException when it is neither a path nor a list of paths
   */
  public @Nullable List<String> cwds() {
    if (cwd == null) {
      return null;
    }
    JsonArray paths = new JsonArray();
    if (cwd instanceof JsonArray several) {
      paths = several;
    } else {
      paths.add(cwd);
    }
    List<String> found = new ArrayList<>();
    for (JsonElement path : paths) {
      if (!(path instanceof JsonPrimitive text) || !text.isString()) {
        throw RpcException.invalidRequest(
            "Invalid request: data did not match any variant of untagged enum ThreadListCwdFilter");
      }
      found.add(text.getAsString());
    }
    return found;
  }
}
