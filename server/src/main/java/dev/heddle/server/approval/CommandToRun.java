package dev.heddle.server.approval;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command that wants to run.
 *
 * @param script what the shell is given
 * @param argv the shell with it
 * @param cwd absolute
 * @param escalated whether it is to run without the sandbox
 * @param justification the model's question to the user, or null
 * @param prefix words the model proposes for a rule, or null
 */
public record CommandToRun(
    String script,
    List<String> argv,
    String cwd,
    boolean escalated,
    @Nullable String justification,
    @Nullable List<String> prefix) {}
