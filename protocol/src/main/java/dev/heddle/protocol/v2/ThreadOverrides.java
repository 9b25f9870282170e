package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import dev.heddle.protocol.rpc.Settable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a client may give with the params that start, resume or fork a thread. Null
 * keeps what the configuration or the thread's history says.
 */
public interface ThreadOverrides {
  @Nullable String model();

  @Nullable String modelProvider();

  Settable<String> serviceTier();

  @Nullable String cwd();

  @Nullable List<String> runtimeWorkspaceRoots();

  @Nullable AskForApproval approvalPolicy();

  @Nullable ApprovalsReviewer approvalsReviewer();

  @Nullable SandboxMode sandbox();

  /** The id of a permission profile; not together with {@link #sandbox}. */
  @Nullable String permissions();

  /** Configuration of this thread alone, by dotted key. */
  @Nullable Map<String, JsonElement> config();

  @Nullable String baseInstructions();

  @Nullable String developerInstructions();

  /** Places to run commands in; empty for none, null also where the params have no such member. */
  default @Nullable List<TurnEnvironmentParams> environments() {
    return null;
  }

  /** Null also where the params have no such member. */
  default @Nullable Personality personality() {
    return null;
  }
}
