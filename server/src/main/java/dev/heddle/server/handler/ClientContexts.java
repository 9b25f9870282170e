package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.AdditionalContextEntry;
import dev.heddle.protocol.v2.AdditionalContextKind;
import dev.heddle.server.thread.LiveThread;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What clients tell the models of loaded threads besides what the user says. What was told with the
 * message before is not told again, unless the conversation was compacted or rolled back since.
 *
 * <p><b>Thread-safety:</b> thread-safe; requests on one thread follow one another.
 */
final class ClientContexts {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  private final Map<LiveThread, Told> told = Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * What was given with the last message.
   *
   * @param timesReplaced of the conversation when it was
   */
  private record Told(Map<String, AdditionalContextEntry> given, long timesReplaced) {}

  /** Refuses what cannot be told. */
  static void check(@Nullable Map<String, AdditionalContextEntry> given) {
    if (given == null) {
      return;
    }
    for (AdditionalContextEntry entry : given.values()) {
      if (entry.name() == null) {
        continue;
      }
      if (entry.kind() != AdditionalContextKind.UNTRUSTED) {
        throw RpcException.invalidRequest(
            "additional context name is only supported for untrusted context");
      }
      if (!NAME.matcher(entry.name()).matches()) {
        throw RpcException.invalidRequest(
            "additional context name must match [a-z][a-z0-9_]{0,63}");
      }
    }
  }

  /** Of what is given with a message, what the model does not know from the message before. */
  SortedMap<String, AdditionalContextEntry> news(
      LiveThread thread, @Nullable Map<String, AdditionalContextEntry> given) {
    SortedMap<String, AdditionalContextEntry> news = new TreeMap<>();
    if (given != null) {
      Map<String, AdditionalContextEntry> known = known(thread);
      given.forEach((source, entry) -> {
        if (!entry.equals(known.get(source))) {
          news.put(source, entry);
        }
      });
    }
    return news;
  }

  private Map<String, AdditionalContextEntry> known(LiveThread thread) {
    Told last = told.get(thread);
    return last == null || last.timesReplaced() != thread.timesReplaced() ? Map.of() : last.given();
  }

  /** A message was not taken after all: what it told may have to be told again. */
  void forget(LiveThread thread) {
    told.remove(thread);
  }

  /** The message was taken. */
  void taken(LiveThread thread, @Nullable Map<String, AdditionalContextEntry> given) {
    told.put(
        thread, new Told(given == null ? Map.of() : Map.copyOf(given), thread.timesReplaced()));
  }
}
