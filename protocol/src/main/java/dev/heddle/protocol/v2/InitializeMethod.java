package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.MethodSpec;
import dev.heddle.protocol.rpc.SerializationScope;
import dev.heddle.protocol.rpc.WireJson;

/**
 * The method {@code initialize} by itself: the one request that has to be answered before the rest
 * of the table is worth loading.
 */
public final class InitializeMethod {
  public static final MethodSpec<InitializeParams, InitializeResponse> SPEC =
      new MethodSpec<>(
          "initialize",
          InitializeParams.class,
          InitializeResponse.class,
          params -> SerializationScope.NONE,
          false);

  static {
    WireJson.lookUpIn(new AnnotationsOfV2());
  }

  private InitializeMethod() {}
}
