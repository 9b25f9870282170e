package dev.heddle.server.mcp;

/**
 * Hears what a server says while it carries out a call.
 *
 * <p><b>Thread-safety:</b> called by threads of the session; must not block.
 */
public interface McpWatcher {
  /** Nobody: questions are declined. */
  McpWatcher NOBODY =
      new McpWatcher() {
        @Override
        public boolean listens() {
          return false;
        }

        @Override
        public void progress(String message) {}

        @Override
        public void asked(McpQuestion question) {
          question.decline();
        }
      };

  /** Whether anybody wants to hear anything. */
  default boolean listens() {
    return true;
  }

  /** How far it is, in its words. */
  void progress(String message);

  /** It asks the user for something. The call's time does not go on meanwhile. */
  void asked(McpQuestion question);
}
