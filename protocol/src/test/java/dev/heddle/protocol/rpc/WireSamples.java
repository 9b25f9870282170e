package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types with one member of every kind that the wire knows, in the shapes of the real protocol. */
final class WireSamples {
  private WireSamples() {}

  enum SortKey {
    @SerializedName("created_at")
    CREATED_AT,
    @SerializedName(value = "updated_at", alternate = "modified_at")
    UPDATED_AT,
    @SerializedName("recency_at")
    RECENCY_AT,
    @SerializedName("section_position")
    SECTION_POSITION
  }

  enum SortDirection {
    @SerializedName("asc")
    ASC,
    @SerializedName("desc")
    DESC
  }

  record ThreadLoadedListParams(@Nullable String cursor, @Unsigned @Nullable Integer limit) {}

  record ThreadReadParams(String threadId, @Defaulted boolean includeTurns) {}

  record ThreadListParams(
      @Nullable SortKey sortKey,
      @Nullable SortDirection sortDirection,
      @Nullable List<String> modelProviders,
      @Nullable Boolean archived) {}

  @TaggedUnion
  sealed interface UserInput {
    @Variant("text")
    record Text(String text, @Defaulted List<Integer> marks) implements UserInput {}

    @Variant("image")
    record Image(String url) implements UserInput {}

    @Variant("mention")
    record Mention(String name, @SerializedName("file_path") String path) implements UserInput {}
  }

  @KeyedUnion
  sealed interface AskForApproval {
    @Variant("untrusted")
    record Untrusted() implements AskForApproval {}

    @Variant("on-request")
    record OnRequest() implements AskForApproval {}

    @Experimental
    @Variant("granular")
    record Granular(@SerializedName("sandbox_approval") boolean sandboxApproval)
        implements AskForApproval {}

    @Variant("never")
    record Never() implements AskForApproval {}

    @Variant("custom")
    record Custom(String value) implements AskForApproval {}
  }

  record AdditionalContextEntry(String value) {}

  record TurnStartParams(
      String threadId,
      List<UserInput> input,
      @Nullable AskForApproval approvalPolicy,
      @Experimental @Nullable Map<String, AdditionalContextEntry> additionalContext) {}

  record GoalSetParams(String threadId, @Nullable Long tokenBudget, @Nullable Double weight) {}

  record GitInfoUpdate(Settable<String> sha, Settable<Integer> depth) {}

  record MetadataUpdateParams(String threadId, @Nullable GitInfoUpdate gitInfo) {}

  record ClientInfo(String name, @Nullable String title, String version) {}

  record InitializeParams(ClientInfo clientInfo, @Nullable JsonObject capabilities) {}

  record Everything(
      boolean flag,
      @Unsigned(64) long big,
      double ratio,
      @Nullable String unset,
      @OmitNull @Nullable String left,
      SortKey key,
      List<@Nullable String> words,
      Map<String, Long> counts,
      JsonElement any,
      Settable<String> change,
      UserInput input,
      AskForApproval approval,
      @Nullable Everything inner) {}

  enum Mode {
    @SerializedName("plain")
    PLAIN,
    @Experimental
    @SerializedName("fancy")
    FANCY,
    @Experimental("special.name")
    @SerializedName("odd")
    ODD
  }

  record Gated(
      @Nullable Mode mode,
      @Experimental @Nullable JsonElement historyMode,
      @Nullable List<Inner> inner,
      @Experimental("custom.descriptor") @Defaulted List<String> roots,
      @Experimental @Defaulted boolean raw) {}

  record Inner(@Experimental @Nullable String deep, @Nullable Map<String, Mode> modes) {}
}
