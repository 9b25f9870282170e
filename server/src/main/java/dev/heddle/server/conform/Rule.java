package dev.heddle.server.conform;

import java.io.IOException;

/**
 * One thing that a server of the protocol does.
 *
 * @param name short, unique in its section, and lasting: reports and lists of known differences
 *     refer to it
 * @param sentence what the server does, for a reader of the report
 * @param check finds out
 */
record Rule(String name, String sentence, Check check) {

  /** The finding out: returns when the rule holds, and throws when it does not. */
  interface Check {
    /**
     * Tries the rule.
     *
     * @throws RuleBroken if the server does something else
     * @throws RuleSkipped if the server has no such thing
     */
    void run(Bench bench) throws IOException, InterruptedException;
  }
}
