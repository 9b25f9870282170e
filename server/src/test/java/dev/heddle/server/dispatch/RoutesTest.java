package dev.heddle.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.protocol.rpc.MethodSpec;
import dev.heddle.protocol.rpc.NoParams;
import dev.heddle.protocol.rpc.SerializationScope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesTest {
  private final List<String> filled = new ArrayList<>();

  @Test
  void anAreaIsFilledOnceWhenTheFirstOfItsMethodsIsAskedFor() {
    Routes routes = add(new Routes(), "thread/list");
    routes.area(List.of("fs/"), area -> fill(area, "fs/copy", "fs/watch"));
    routes.area(List.of("turn/", "review/"), area -> fill(area, "turn/start"));

    assertThat(routes.find("thread/list")).isNotNull();
    assertThat(routes.find("fsx")).isNull();
    assertThat(filled).isEmpty();
    assertThat(routes.find("fs/watch")).isNotNull();
    assertThat(routes.find("fs/copy")).isNotNull();
    assertThat(routes.find("fs/none")).isNull();
    assertThat(filled).containsExactly("fs/copy", "fs/watch");
  }

  @Test
  void anAreaThatCouldNotBeFilledIsFilledByWhoAsksNext() {
    List<Error> failures = new ArrayList<>(List.of(new OutOfMemoryError("a test")));
    Routes routes = new Routes();
    routes.area(
        List.of("fs/"),
        area -> {
          fill(area, "fs/copy");
          if (!failures.isEmpty()) {
            throw failures.removeFirst();
          }
        });

    assertThatThrownBy(() -> routes.find("fs/copy")).isInstanceOf(OutOfMemoryError.class);
    assertThat(routes.find("fs/copy")).isNotNull();
  }

  @Test
  void allMethodsAreListedInTheOrderOfTheTable() {
    Routes routes = add(new Routes(() -> List.of("c", "a/1", "b", "a/2", "other")), "b");
    add(routes.area(List.of("a/"), area -> fill(area, "a/2", "a/1")), "c");

    assertThat(routes.names()).containsExactly("c", "a/1", "b", "a/2");
    assertThat(routes.names()).hasSize(4);
  }

  @Test
  void twoHandlersForOneMethodAreRefused() {
    Routes routes = add(new Routes(), "a");
    assertThatThrownBy(() -> add(routes, "a")).hasMessageContaining("a");
  }

  private void fill(Routes area, String... names) {
    for (String name : names) {
      filled.add(name);
      add(area, name);
    }
  }

  private static Routes add(Routes to, String name) {
    MethodSpec<NoParams, NoParams> spec =
        new MethodSpec<>(
            name, NoParams.class, NoParams.class, params -> SerializationScope.NONE, false);
    return to.on(spec, (params, context) -> Reply.of(params));
  }
}
