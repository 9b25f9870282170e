package dev.heddle.protocol.v2;

import static dev.heddle.protocol.v2.MethodForms.exclusive;
import static dev.heddle.protocol.v2.MethodForms.shared;

import dev.heddle.protocol.rpc.MethodSpec;
import dev.heddle.protocol.rpc.NoParams;

/** Requests about the configuration and what it switches. */
public final class ConfigMethods {
  public static final MethodSpec<ConfigReadParams, ConfigReadResponse> CONFIG_READ =
      shared("config/read", ConfigReadParams.class, ConfigReadResponse.class, "config");

  public static final MethodSpec<ConfigValueWriteParams, ConfigWriteResponse> CONFIG_VALUE_WRITE =
      exclusive(
          "config/value/write", ConfigValueWriteParams.class, ConfigWriteResponse.class, "config");

  public static final MethodSpec<ConfigBatchWriteParams, ConfigWriteResponse> CONFIG_BATCH_WRITE =
      exclusive(
          "config/batchWrite", ConfigBatchWriteParams.class, ConfigWriteResponse.class, "config");

  public static final MethodSpec<NoParams, ConfigRequirementsReadResponse>
      CONFIG_REQUIREMENTS_READ =
          shared(
              "configRequirements/read",
              NoParams.class,
              ConfigRequirementsReadResponse.class,
              "config");

  public static final MethodSpec<SkillsListParams, SkillsListResponse> SKILLS_LIST =
      shared("skills/list", SkillsListParams.class, SkillsListResponse.class, "config");

  public static final MethodSpec<SkillsExtraRootsSetParams, SkillsExtraRootsSetResponse>
      SKILLS_EXTRA_ROOTS_SET =
          exclusive(
              "skills/extraRoots/set",
              SkillsExtraRootsSetParams.class,
              SkillsExtraRootsSetResponse.class,
              "config");

  public static final MethodSpec<SkillsConfigWriteParams, SkillsConfigWriteResponse>
      SKILLS_CONFIG_WRITE =
          exclusive(
              "skills/config/write",
              SkillsConfigWriteParams.class,
              SkillsConfigWriteResponse.class,
              "config");

  public static final MethodSpec<HooksListParams, HooksListResponse> HOOKS_LIST =
      shared("hooks/list", HooksListParams.class, HooksListResponse.class, "config");

  private ConfigMethods() {}
}
