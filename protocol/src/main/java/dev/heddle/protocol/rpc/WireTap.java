package dev.heddle.protocol.rpc;

/**
 * An observer of the lines of one connection as they are on the wire, without their {@code '\n'}.
 *
 * <p><b>Thread-safety:</b> {@link #sent} is called by the threads that send, one at a time, {@link
 * #received} by the one that reads; the two may overlap. A line is seen before the other side can
 * read it, or before it becomes a message here, so an observer never sees an answer before its
 * request. Whoever blocks here holds the connection up.
 */
public interface WireTap {
  /** Sees nothing. */
  WireTap NONE =
      new WireTap() {
        @Override
        public void sent(String line) {}

        @Override
        public void received(String line) {}
      };

  /** A line that is about to be written. */
  void sent(String line);

  /** A line that has been read; it may be blank or not a message at all. */
  void received(String line);
}
