package dev.heddle.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The command {@code completion}: prints a script for a shell, made from the table of commands. */
final class Completion {
  /** What its arguments mean, for the help. */
  static final String OPTIONS =
      """
      bash                   eval "$(heddle completion bash)", for example in ~/.bashrc
      zsh                    eval "$(heddle completion zsh)", in ~/.zshrc behind compinit
      fish                   heddle completion fish | source, in config.fish
      """;

  private Completion() {}

  /** Runs the command. */
  static ExitCode run(List<String> arguments, OutputStream stdout)
      throws UsageException, IOException {
    if (arguments.size() != 1) {
      throw new UsageException("completion wants one shell");
    }
    String script =
        switch (arguments.get(0)) {
          case "bash" -> bash();
          case "zsh" -> zsh();
          case "fish" -> fish();
          default -> throw new UsageException("no completion for '" + arguments.get(0) + "'");
        };
    return Commands.print(stdout, script);
  }

  private static String bash() {
    return """
    _heddle() {
      local word=${COMP_WORDS[COMP_CWORD]} words
      if [ "$COMP_CWORD" -le 1 ]; then
        words='%s'
      elif [ "${COMP_WORDS[COMP_CWORD-1]}" = --home ]; then
        COMPREPLY=($(compgen -d -- "$word"))
        return
      else
        case ${COMP_WORDS[1]} in
    %s      *) words= ;;
        esac
      fi
      COMPREPLY=($(compgen -W "$words" -- "$word"))
    }
    complete -F _heddle heddle
    """
        .formatted(names(), cases("      "));
  }

  // zsh understands bash's completion functions.
  private static String zsh() {
    return "autoload -Uz bashcompinit && bashcompinit\n" + bash();
  }

  private static String fish() {
    StringBuilder script = new StringBuilder("complete -c heddle -f\n");
    for (Command each : ofOneWord()) {
      script.append(
          "complete -c heddle -n __fish_use_subcommand -a %s -d '%s'%n"
              .formatted(each.name(), each.summary()));
      for (String option : each.longOptions()) {
        script.append(
            "complete -c heddle -n '__fish_seen_subcommand_from %s' -l %s%s%n"
                .formatted(
                    each.name(),
                    option.substring(2),
                    option.equals("--home") ? " -r -a '(__fish_complete_directories)'" : ""));
      }
    }
    return script
        .append(
            "complete -c heddle -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'\n")
        .toString();
  }

  private static String names() {
    return String.join(" ", ofOneWord().stream().map(Command::name).toList()) + " help --version";
  }

  // A command of two words, such as "app-server generate-ts", is a variant of the first word's.
  private static List<Command> ofOneWord() {
    return Commands.all().stream().filter(each -> each.name().indexOf(' ') < 0).toList();
  }

  private static String cases(String indent) {
    StringBuilder cases = new StringBuilder();
    for (Command each : ofOneWord()) {
      List<String> words = new ArrayList<>(each.longOptions());
      if (each.name().equals("completion")) {
        words.addAll(List.of("bash", "zsh", "fish"));
      }
      for (Command other : Commands.all()) {
        if (other.name().startsWith(each.name() + " ")) {
          words.add(other.name().substring(each.name().length() + 1));
        }
      }
      cases
          .append(indent)
          .append(each.name())
          .append(") words='")
          .append(String.join(" ", words))
          .append("' ;;\n");
    }
    return cases.toString();
  }
}
