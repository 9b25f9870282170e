package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;
import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.OmitNull;
import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of what the user sends. */
@TaggedUnion
public sealed interface UserInput {
  /**
   * Text.
   *
   * @param textElements spans that stand for something
   */
  @Variant("text")
  record Text(
      String text, @SerializedName("text_elements") @Defaulted List<TextElement> textElements)
      implements UserInput {
    /** Text without marked spans. */
    public Text(String text) {
      this(text, List.of());
    }
  }

  /**
   * A picture, by data URL or by id; exactly one is present.
   *
   * @param detail null for the default
   */
  @Variant("image")
  record Image(
      @OmitNull @Nullable String url,
      @OmitNull @Nullable String fileId,
      @Nullable ImageDetail detail)
      implements UserInput {}

  /**
   * A picture on the server's disk.
   *
   * @param detail null for the default
   */
  @Variant("localImage")
  record LocalImage(@Nullable ImageDetail detail, String path) implements UserInput {}

  /** Sound, by data URL or by id; exactly one is present. */
  @Variant("audio")
  record Audio(@OmitNull @Nullable String url, @OmitNull @Nullable String fileId)
      implements UserInput {}

  /** Sound on the server's disk. */
  @Variant("localAudio")
  record LocalAudio(String path) implements UserInput {}

  /**
   * A skill to use.
   *
   * @param path absolute path of its description
   */
  @Variant("skill")
  record Skill(String name, String path) implements UserInput {}

  /**
   * A thing referred to.
   *
   * @param path what it stands for
   */
  @Variant("mention")
  record Mention(String name, String path) implements UserInput {}
}
