package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ListRowTest {
  @Test
  void everyComponentCountsWhenRowsAreCompared() throws ReflectiveOperationException {
    RecordComponent[] components = ListRow.class.getRecordComponents();
    Constructor<?> constructor =
        ListRow.class.getDeclaredConstructor(
            Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    Object[] values = Stream.of(components).map(each -> value(each.getType(), 1)).toArray();

    assertThat(constructor.newInstance(values)).isEqualTo(constructor.newInstance(values.clone()));
    for (int i = 0; i < components.length; i++) {
      Object[] others = values.clone();
      others[i] = value(components[i].getType(), 2);
      assertThat(constructor.newInstance(others))
          .as(components[i].getName())
          .isNotEqualTo(constructor.newInstance(values));
    }
  }

  private static Object value(Class<?> type, int n) {
    if (type == boolean.class) {
      return n == 1;
    }
    if (type == long.class) {
      return (long) n;
    }
    if (type == Path.class) {
      return Path.of("file" + n);
    }
    if (type == Instant.class) {
      return Instant.ofEpochSecond(n);
    }
    if (type == List.class) {
      return List.of("key" + n);
    }
    return type == FileStamp.class ? new FileStamp("inode" + n, n, n) : "text" + n;
  }
}
