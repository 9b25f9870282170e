package dev.heddle.server.connection;

import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.protocol.rpc.WireJson;
import java.util.function.Function;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;

/** The text of one or more adjacent deltas of an item, and how to make a notification of it. */
final class DeltaText {
  /**
   * Merged text grows no further than this many characters. There are clients that read lines into
   * a buffer of 64 KiB and fail at a longer one.
   */
  static final int MAX_MERGED_CHARS = 8_192;

  private final Form<?> form;
  private final StringBuilder text;
  private long emittedAtMs;

  DeltaText(Form<?> form, String first, long emittedAtMs) {
    this.form = form;
    this.text = new StringBuilder(first);
    this.emittedAtMs = emittedAtMs;
  }

  int length() {
    return text.length();
  }

  boolean append(String more, long nowMs) {
    if (text.length() + more.length() > MAX_MERGED_CHARS) {
      return false;
    }
    text.append(more);
    emittedAtMs = nowMs;
    return true;
  }

  byte[] toLine() {
    return WireJson.encodeLine(form.message(text.toString()), emittedAtMs);
  }

  /**
   * How text becomes a notification.
   *
   * @param spec the delta's notification
   * @param params its params for a text
   */
  record Form<P>(NotificationSpec<P> spec, Function<String, P> params) {
    NotificationMessage message(String text) {
      NotificationMessage message = new NotificationMessage();
      message.setMethod(spec.name());
      message.setParams(params.apply(text));
      return message;
    }
  }
}
