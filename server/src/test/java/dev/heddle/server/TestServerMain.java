package dev.heddle.server;

import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.Routes;
import dev.heddle.server.testkit.TestRoutes;
import dev.heddle.server.testkit.TestRoutes.Text;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The real program with methods that only tests want: {@code hold} tells that it runs, waits until
 * {@code release} or the end, and {@code print} writes to what a careless library takes for
 * standard output.
 */
final class TestServerMain {
  private static final NotificationSpec<Text> RUNNING =
      new NotificationSpec<>(TestRoutes.NOTIFICATION, Text.class, false);

  private TestServerMain() {}

  public static void main(String[] args) {
    CountDownLatch release = new CountDownLatch(1);
    Routes routes = new Routes();
    routes
        .on(
            TestRoutes.concurrent("hold"),
            (params, context) -> {
              context.connection().notify(RUNNING, new Text("hold"));
              release.await();
              return Reply.of(new Text("released"));
            })
        .on(
            TestRoutes.concurrent("release"),
            (params, context) -> {
              release.countDown();
              return Reply.of(new Text("x"));
            })
        .on(
            TestRoutes.concurrent("stick"),
            (params, context) -> {
              context.connection().notify(RUNNING, new Text("stick"));
              new CountDownLatch(1).await();
              return Reply.of(new Text("never"));
            })
        .on(
            TestRoutes.concurrent("print"),
            (params, context) -> {
              System.out.println("{\"this\":\"is not a message\"}");
              return Reply.of(new Text("printed"));
            });
    Main.start(
        List.of(args),
        TestRoutes.serving(
            routes,
            patience -> {
              // Ends what "hold" waits for, as an interrupted turn would.
              release.countDown();
              return true;
            }));
  }
}
