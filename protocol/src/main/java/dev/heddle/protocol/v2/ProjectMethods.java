package dev.heddle.protocol.v2;

import static dev.heddle.protocol.v2.MethodForms.exclusive;
import static dev.heddle.protocol.v2.MethodForms.shared;

import dev.heddle.protocol.rpc.MethodSpec;

/** Requests about the projects that a user sorts threads into. */
public final class ProjectMethods {
  public static final MethodSpec<ProjectListParams, ProjectListResponse> PROJECT_LIST =
      shared("project/list", ProjectListParams.class, ProjectListResponse.class, "projects")
          .gated();

  public static final MethodSpec<ProjectReadParams, ProjectReadResponse> PROJECT_READ =
      shared("project/read", ProjectReadParams.class, ProjectReadResponse.class, "projects")
          .gated();

  public static final MethodSpec<ProjectCreateParams, ProjectCreateResponse> PROJECT_CREATE =
      exclusive(
              "project/create", ProjectCreateParams.class, ProjectCreateResponse.class, "projects")
          .gated();

  public static final MethodSpec<ProjectImportParams, ProjectImportResponse> PROJECT_IMPORT =
      exclusive(
              "project/import", ProjectImportParams.class, ProjectImportResponse.class, "projects")
          .gated();

  public static final MethodSpec<ProjectUpdateParams, ProjectUpdateResponse> PROJECT_UPDATE =
      exclusive(
              "project/update", ProjectUpdateParams.class, ProjectUpdateResponse.class, "projects")
          .gated();

  public static final MethodSpec<ProjectMoveParams, ProjectMoveResponse> PROJECT_MOVE =
      exclusive("project/move", ProjectMoveParams.class, ProjectMoveResponse.class, "projects")
          .gated();

  public static final MethodSpec<ProjectDeleteParams, ProjectDeleteResponse> PROJECT_DELETE =
      exclusive(
              "project/delete", ProjectDeleteParams.class, ProjectDeleteResponse.class, "projects")
          .gated();

  private ProjectMethods() {}
}
