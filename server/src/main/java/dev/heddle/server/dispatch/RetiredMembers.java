package dev.heddle.server.dispatch;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Members of params that were withdrawn from the wire and are refused before anything is decoded.
 */
final class RetiredMembers {
  private static final String PERMISSION_PROFILE = "permissionProfile";
  private static final JsonPrimitive FULL_ACCESS = new JsonPrimitive("fullAccess");
  private static final Set<String> HAD_PERMISSION_PROFILE =
      Set.of("thread/start", "thread/resume", "thread/fork", "turn/start");

  /** Members of a sandbox policy that restricted what may be read, by the type of the policy. */
  private static final Map<String, String> READ_ACCESS =
      Map.of("readOnly", "access", "workspaceWrite", "readOnlyAccess");

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
    if (params instanceof JsonObject members
        && members.get("sandboxPolicy") instanceof JsonObject policy) {
      checkReadAccess(policy);
    }
  }

  /** Whoever wants less to be readable must not get more; null and full access change nothing. */
  private static void checkReadAccess(JsonObject policy) {
    if (!(policy.get("type") instanceof JsonPrimitive type)) {
      return;
    }
    String member = READ_ACCESS.get(type.getAsString());
    JsonElement access = member == null ? null : policy.get(member);
    boolean restricts =
        access != null
            && !access.isJsonNull()
            && !(access instanceof JsonObject form && FULL_ACCESS.equals(form.get("type")));
    if (restricts) {
      throw RpcException.invalidRequest(
          ErrorKind.INVALID_PARAMS,
          "Invalid request: "
              + type.getAsString()
              + "."
              + member
              + " is no longer supported; use permissionProfile for restricted reads");
    }
  }
}
