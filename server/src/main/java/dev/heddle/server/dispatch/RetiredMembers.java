package dev.heddle.server.dispatch;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.RpcException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Members of params that were withdrawn from the wire and are refused before anything is decoded.
 */
final class RetiredMembers {
  private static final String PERMISSION_PROFILE = "permissionProfile";
  private static final Set<String> HAD_PERMISSION_PROFILE =
      Set.of("thread/start", "thread/resume", "thread/fork", "turn/start");

  private RetiredMembers() {}

  /**
   * Refuses a request that has one.
   *
   * @throws RpcException naming the member to use instead
   */
  static void check(String method, @Nullable Object params) {
    if (params instanceof JsonObject members
        && members.has(PERMISSION_PROFILE)
        && HAD_PERMISSION_PROFILE.contains(method)) {
      throw RpcException.invalidParams(
          "`permissionProfile` is no longer supported for `"
              + method
              + "`; use `permissions` with a named profile id instead");
    }
  }
}
