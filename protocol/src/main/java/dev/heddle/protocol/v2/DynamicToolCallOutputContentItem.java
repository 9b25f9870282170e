package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;

/** One piece of a client tool's result. */
@TaggedUnion
public sealed interface DynamicToolCallOutputContentItem {
  /** Text. */
  @Variant("inputText")
  record InputText(String text) implements DynamicToolCallOutputContentItem {}

  /**
   * A picture.
   *
   * @param imageUrl data URL
   */
  @Variant("inputImage")
  record InputImage(String imageUrl) implements DynamicToolCallOutputContentItem {}

  /**
   * Sound.
   *
   * @param audioUrl data URL
   */
  @Variant("inputAudio")
  record InputAudio(String audioUrl) implements DynamicToolCallOutputContentItem {}
}
