package dev.heddle.server.testkit;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What makes a test class fail when a server said something in it that the schema does not know.
 * JUnit finds it by itself ({@code META-INF/services}), for every class.
 */
public final class WireWatchExtension implements AfterAllCallback {
  @Override
  public void afterAll(ExtensionContext context) {
    WireWatch.checkAll();
  }
}
