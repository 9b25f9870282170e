package dev.heddle.server.store.local;

import java.util.regex.Pattern;

/** The form of thread ids. */
final class ThreadIds {
  private static final Pattern FORM =
      Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private ThreadIds() {}

  static boolean isUuid(String id) {
    return FORM.matcher(id).matches();
  }
}
