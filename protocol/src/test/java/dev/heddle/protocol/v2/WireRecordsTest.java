package dev.heddle.protocol.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.Required;
import dev.heddle.protocol.rpc.WireJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class WireRecordsTest {
  static Stream<Class<?>> records() {
    return WireSamples.reachableTypes().stream().filter(Class::isRecord);
  }

  static Stream<Class<?>> enums() {
    return WireSamples.reachableTypes().stream().filter(Class::isEnum);
  }

  @ParameterizedTest
  @MethodSource("records")
  void aRecordWithEveryMemberSetSurvivesTheWire(Class<?> type) {
    Object value = WireSamples.record(type, false);
    assertEquals(value, throughTheWire(value));
  }

  @ParameterizedTest
  @MethodSource("records")
  void aRecordWithoutOptionalMembersSurvivesTheWire(Class<?> type) {
    Object value = WireSamples.record(type, true);
    assertEquals(value, throughTheWire(value));
  }

  @ParameterizedTest
  @MethodSource("records")
  void aNullableMemberMayBeAbsent(Class<?> type) {
    Object value = WireSamples.record(type, true);
    JsonElement json = WireJson.toTree(value);
    dropNulls(json, requiredNames());
    assertEquals(value, WireJson.decode(json, WireSamples.wireType(type)));
  }

  @Test
  void aRequiredMemberMayBeNullButNotAbsent() {
    WireJson.decode(
        WireJson.parse("{'threadId':'t','sectionId':null}".replace('\'', '"')),
        ThreadSectionChangedNotification.class);
    DecodeException refused =
        assertThrows(
            DecodeException.class,
            () ->
                WireJson.decode(
                    WireJson.parse("{'threadId':'t'}".replace('\'', '"')),
                    ThreadSectionChangedNotification.class));
    assertEquals("missing field `sectionId`", refused.getMessage());
  }

  @ParameterizedTest
  @MethodSource("records")
  void anUnknownMemberIsIgnored(Class<?> type) {
    Object value = WireSamples.record(type, false);
    JsonElement json = WireJson.toTree(value);
    if (json instanceof JsonObject object && WireSamples.wireType(type) == type) {
      object.addProperty("aMemberOfTomorrow", 1);
    }
    assertEquals(value, WireJson.decode(json, WireSamples.wireType(type)));
  }

  @ParameterizedTest
  @MethodSource("enums")
  void everyConstantHasItsOwnWireName(Class<?> type) throws NoSuchFieldException {
    Set<String> names = new HashSet<>();
    for (Object constant : type.getEnumConstants()) {
      SerializedName name =
          type.getField(((Enum<?>) constant).name()).getAnnotation(SerializedName.class);
      assertNotNull(name, () -> constant + " has no @SerializedName");
      names.add(name.value());
    }
    assertEquals(type.getEnumConstants().length, names.size());
  }

  @Test
  void everyRecordOfThePackageIsReachableFromATable() throws IOException {
    Set<String> orphans = new TreeSet<>();
    classesOfThePackage().stream()
        .filter(type -> type.isRecord() || type.isEnum() || type.isSealed() || type.isAnnotation())
        .forEach(type -> orphans.add(type.getName()));
    WireSamples.reachableTypes().forEach(type -> orphans.remove(type.getName()));
    assertEquals(Set.of(), orphans);
  }

  static List<Class<?>> classesOfThePackage() throws IOException {
    Path classes =
        Path.of(
                AppServerMethods.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath())
            .resolve(AppServerMethods.class.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(classes)) {
      List<Class<?>> found = new ArrayList<>();
      files
          .map(file -> file.getFileName().toString().replace(".class", ""))
          .filter(name -> !name.equals("package-info"))
          .forEach(name -> found.add(load(name)));
      return found;
    }
  }

  private static Class<?> load(String simpleName) {
    try {
      return Class.forName(AppServerMethods.class.getPackageName() + '.' + simpleName);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static Object throughTheWire(Object value) {
    JsonElement json = WireJson.parse(WireJson.toJson(value));
    return WireJson.decode(json, WireSamples.wireType(value.getClass()));
  }

  /** The names of members that some record wants to be there even when they are null. */
  private static Set<String> requiredNames() {
    Set<String> names = new HashSet<>();
    records()
        .flatMap(type -> Stream.of(type.getRecordComponents()))
        .filter(component -> component.isAnnotationPresent(Required.class))
        .forEach(component -> names.add(component.getName()));
    return names;
  }

  private static void dropNulls(JsonElement json, Set<String> kept) {
    if (json instanceof JsonObject object) {
      object.entrySet().removeIf(m -> m.getValue().isJsonNull() && !kept.contains(m.getKey()));
      object.asMap().values().forEach(member -> dropNulls(member, kept));
    } else if (json.isJsonArray()) {
      json.getAsJsonArray().forEach(each -> dropNulls(each, kept));
    }
  }
}
