package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import org.jspecify.annotations.Nullable;

/**
 * The check for members and variants that a client may use only after it declared {@code
 * capabilities.experimentalApi}. It looks at the JSON, not at the decoded record, because a member
 * counts as used when it is present and not null, whatever it then means. Thread-safe.
 */
public final class ExperimentalUse {
  private ExperimentalUse() {}

  /**
   * The descriptor of the first experimental member or variant in use, in declaration order: {@code
   * thread/start.historyMode}, {@code askForApproval.granular}. Null if there is none.
   *
   * @param method the request's method
   * @param params the request's params, which decode to {@code type}; null when absent
   */
  public static @Nullable String find(String method, @Nullable JsonElement params, Class<?> type) {
    return params == null ? null : WireTypes.of(type).experimentalUse(params, method);
  }
}
