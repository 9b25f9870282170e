package dev.heddle.protocol.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.MethodSpec;
import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.protocol.rpc.RequestSpec;
import dev.heddle.protocol.rpc.SerializationScope;
import dev.heddle.protocol.rpc.WireJson;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class MethodTablesTest {
  @Test
  void everyMethodIsInTheTableOnce() throws IOException, IllegalAccessException {
    List<Object> constants = new ArrayList<>();
    for (Class<?> type : WireRecordsTest.classesOfThePackage()) {
      constants.addAll(constants(type, MethodSpec.class));
    }
    assertEquals(constants.size(), AppServerMethods.all().size());
    assertEquals(Set.copyOf(constants), Set.copyOf(AppServerMethods.all()));
    assertEquals(constants.size(), Set.copyOf(AppServerMethods.names()).size());
  }

  @Test
  void everyConstantIsInItsTableInOrder() throws IllegalAccessException {
    assertEquals(
        constants(ServerNotifications.class, NotificationSpec.class), ServerNotifications.all());
    assertEquals(constants(ServerRequests.class, RequestSpec.class), ServerRequests.all());
  }

  @Test
  void aMethodIsFoundByItsNameAlone() {
    for (MethodSpec<?, ?> method : AppServerMethods.all()) {
      assertSame(method, AppServerMethods.byName(method.name()));
    }
    assertNull(AppServerMethods.byName("thread/Read"));
    assertSame(InitializeMethod.SPEC, AppServerMethods.byName("initialize"));
  }

  @Test
  void theExperimentalMethodsAreThoseOfThePeer() {
    assertEquals(
        Set.of(
            "server/diagnostics",
            "thread/queue/add",
            "thread/queue/list",
            "thread/queue/update",
            "thread/queue/delete",
            "thread/queue/reorder",
            "thread/queue/start",
            "thread/settings/update",
            "thread/memoryMode/set",
            "project/list",
            "project/read",
            "project/create",
            "project/import",
            "project/update",
            "project/move",
            "project/delete",
            "thread/backgroundTerminals/clean",
            "thread/backgroundTerminals/list",
            "thread/backgroundTerminals/terminate",
            "thread/search",
            "thread/items/read",
            "thread/timeline/list",
            "thread/searchOccurrences",
            "thread/readState/update",
            "collaborationMode/list",
            "fuzzyFileSearch/sessionStart",
            "fuzzyFileSearch/sessionUpdate",
            "fuzzyFileSearch/sessionStop",
            "process/spawn",
            "process/writeStdin",
            "process/kill",
            "process/resizePty"),
        AppServerMethods.all().stream()
            .filter(MethodSpec::experimental)
            .map(MethodSpec::name)
            .collect(Collectors.toSet()));
  }

  @Test
  void requestsOnOneThreadDoNotOverlapAndThoseOnTwoDo() {
    SerializationScope read = scope(ThreadMethods.THREAD_READ, "{\"threadId\":\"a\"}");
    assertEquals(SerializationScope.thread("a"), read);
    assertEquals(read, scope(ThreadMethods.THREAD_ARCHIVE, "{\"threadId\":\"a\"}"));
    assertEquals(read, scope(ThreadMethods.THREAD_FORK, "{\"threadId\":\"a\",\"path\":\"/p\"}"));
    assertNotEquals(read, scope(ThreadMethods.THREAD_READ, "{\"threadId\":\"b\"}"));
  }

  @Test
  void resumeWithoutAThreadIdIsKeyedOnThePath() {
    assertEquals(
        SerializationScope.path("/p"),
        scope(ThreadMethods.THREAD_RESUME, "{\"threadId\":\"\",\"path\":\"/p\"}"));
  }

  @Test
  void listsRunBesideEverything() {
    assertSame(SerializationScope.NONE, scope(ThreadMethods.THREAD_LIST, "{}"));
    assertSame(
        SerializationScope.NONE, scope(ThreadMethods.THREAD_TURNS_LIST, "{\"threadId\":\"a\"}"));
    assertSame(SerializationScope.NONE, scope(ThreadMethods.THREAD_START, "{}"));
  }

  @Test
  void readingTheConfigurationIsSharedAndWritingItIsNot() {
    assertEquals(SerializationScope.globalShared("config"), scope(ConfigMethods.CONFIG_READ, "{}"));
    assertEquals(
        SerializationScope.global("config"),
        scope(ConfigMethods.CONFIG_BATCH_WRITE, "{\"edits\":[]}"));
  }

  @Test
  void lookingAtProjectsIsSharedAndChangingOneIsNot() {
    assertEquals(
        SerializationScope.globalShared("projects"), scope(ProjectMethods.PROJECT_LIST, "{}"));
    assertEquals(
        SerializationScope.global("projects"),
        scope(ProjectMethods.PROJECT_DELETE, "{\"projectId\":\"p\"}"));
  }

  @Test
  void theExperimentalNotificationsAreThoseOfThePeer() {
    assertEquals(
        Set.of(
            "thread/readState/changed",
            "thread/settings/updated",
            "thread/queue/changed",
            "project/changed",
            "thread/project/updated",
            "process/outputDelta",
            "process/exited"),
        ServerNotifications.all().stream()
            .filter(NotificationSpec::experimental)
            .map(NotificationSpec::name)
            .collect(Collectors.toSet()));
  }

  private static <P> SerializationScope scope(MethodSpec<P, ?> method, String params) {
    JsonObject json = WireJson.parse(params).getAsJsonObject();
    return method.scope().apply(WireJson.decode(json, method.params()));
  }

  private static List<Object> constants(Class<?> table, Class<?> type)
      throws IllegalAccessException {
    List<Object> found = new ArrayList<>();
    for (Field field : table.getDeclaredFields()) {
      if (field.getType() == type && Modifier.isPublic(field.getModifiers())) {
        found.add(field.get(null));
      }
    }
    return found;
  }
}
