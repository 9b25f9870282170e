package dev.heddle.server.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnSettingsTest {
  @Test
  void everyMemberCountsWhenSettingsAreCompared() throws ReflectiveOperationException {
    RecordComponent[] components = TurnSettings.class.getRecordComponents();
    Object[] members = Arrays.stream(components).map(c -> sample(c.getType())).toArray();
    Object settings = made(TurnSettings.class, members);
    assertThat(settings)
        .isEqualTo(made(TurnSettings.class, members))
        .hasSameHashCodeAs(made(TurnSettings.class, members));
    for (int i = 0; i < components.length; i++) {
      Object[] others = members.clone();
      others[i] = components[i].getType() == boolean.class ? !(boolean) members[i] : null;
      assertThat(made(TurnSettings.class, others))
          .as(components[i].getName())
          .isNotEqualTo(settings);
    }
  }

  private static Object sample(Class<?> type) {
    if (type == boolean.class) {
      return true;
    } else if (type == int.class) {
      return 1;
    } else if (type == Duration.class) {
      return Duration.ZERO;
    } else if (type == String.class) {
      return "text";
    } else if (type == List.class) {
      return List.of();
    } else if (type == Map.class) {
      return Map.of();
    } else if (type.isEnum()) {
      return type.getEnumConstants()[0];
    } else if (type.isSealed()) {
      return sample(type.getPermittedSubclasses()[0]);
    } else if (type.isRecord()) {
      Object[] members =
          Arrays.stream(type.getRecordComponents()).map(c -> sample(c.getType())).toArray();
      try {
        return made(type, members);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("no sample of " + type, e);
      }
    }
    throw new IllegalArgumentException("no sample of " + type);
  }

  private static Object made(Class<?> type, Object[] members) throws ReflectiveOperationException {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    Constructor<?> canonical = type.getDeclaredConstructor(types);
    canonical.setAccessible(true);
    return canonical.newInstance(members);
  }
}
