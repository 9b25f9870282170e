package dev.heddle.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heddle.server.store.local.JournalCheck;
import dev.heddle.server.store.local.UnusedBlobs;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code heddle fsck}: a verdict on every thread of a home, its sections, projects and attachments.
 */
final class FsckCommand {
  /** What may follow the command's name. */
  static final String OPTIONS =
      """
      --home DIR  the home to look at (otherwise $HEDDLE_HOME, $CODEX_HOME or ~/.heddle)
      --repair    blank what is no record, after a copy of the whole file; make the index agree; set
                  damaged sections, projects and attachments aside; and remove blobs that no journal
                  names any more. Without it nothing is changed
      --json      one JSON object a line
      """;

  private FsckCommand() {}

  static ExitCode run(List<String> arguments, OutputStream stdout)
      throws UsageException, IOException {
    String home = null;
    boolean repair = false;
    boolean json = false;
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      CommandLine.Option option = CommandLine.Option.of(rest.next());
      switch (option.name()) {
        case "--home" -> home = option.valueOr(rest);
        case "--repair" -> repair = true;
        case "--json" -> json = true;
        default -> throw new UsageException("fsck has no option '" + option.name() + "'");
      }
      if (option.name().equals("--home") && home == null) {
        throw new UsageException("--home needs a value");
      }
    }
    Path root = ServerOptions.homeOf(home, System.getenv(), System.getProperty("user.home", ""));
    ShippedLibraries.ofThisProcess().use();
    try (Writer out = new BufferedWriter(new OutputStreamWriter(stdout, StandardCharsets.UTF_8))) {
      return run(new JournalCheck(root), repair, json, out);
    }
  }

  private static ExitCode run(JournalCheck check, boolean repair, boolean json, Writer out)
      throws IOException {
    int[] counts = new int[3];
    UnusedBlobs unused =
        check.run(
            repair,
            verdict -> {
              counts[0]++;
              counts[1] += verdict.findings().isEmpty() ? 0 : 1;
              counts[2] += verdict.isDamaged() ? 1 : 0;
              try {
                out.write(json ? json(verdict) : text(verdict));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    boolean damaged = tell("sections", check.sections(repair), json, out);
    damaged |= tell("projects", check.projects(repair), json, out);
    boolean[] damagedAttachments = new boolean[1];
    check.attachments(
        repair,
        found -> {
          try {
            damagedAttachments[0] |= tell("attachment", found, json, out);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    if (unused.count() > 0) {
      out.write(json ? json(unused) : text(unused, repair));
    }
    if (!json) {
      out.write(
          "%d threads: %d sound, %d with findings, %d of them damaged%n"
              .formatted(counts[0], counts[0] - counts[1], counts[1], counts[2]));
    }
    return damaged || damagedAttachments[0] || counts[2] > 0 ? ExitCode.DAMAGED : ExitCode.OK;
  }

  private static String text(JournalCheck.Verdict verdict) {
    StringBuilder text = new StringBuilder(verdict.threadId());
    if (verdict.findings().isEmpty()) {
      return text.append("  ok\n").toString();
    }
    text.append(verdict.isDamaged() ? "  damaged\n" : "  readable\n");
    verdict.findings().forEach(finding -> text.append(text(finding)));
    return text.toString();
  }

  /** Tells what is wrong with something, if anything is; returns whether it is damaged. */
  private static boolean tell(
      String what, JournalCheck.@Nullable Finding finding, boolean json, Writer out)
      throws IOException {
    if (finding == null) {
      return false;
    }
    out.write(json ? json(what, finding) : text(what, finding));
    return finding.isDamage();
  }

  private static String text(String what, JournalCheck.Finding finding) {
    return what + (finding.isDamage() ? "  damaged\n" : "  readable\n") + text(finding);
  }

  private static String text(JournalCheck.Finding finding) {
    StringBuilder text = new StringBuilder();
    text.append("  ").append(finding.problem().word()).append("  ").append(finding.file());
    if (finding.line() > 0) {
      text.append("  line ").append(finding.line()).append(" at byte ").append(finding.offset());
    }
    if (!finding.detail().isEmpty()) {
      text.append("  ").append(finding.detail());
    }
    if (finding.copy() != null) {
      text.append("  repaired; the file as it was is ").append(finding.copy());
    }
    return text.append('\n').toString();
  }

  private static String text(UnusedBlobs unused, boolean repair) {
    String what = "%d blobs (%d bytes) that no journal names: ";
    String becomes =
        unused.removed()
            ? "removed"
            : repair ? "kept, a server is writing blobs" : "--repair removes them";
    return what.formatted(unused.count(), unused.bytes()) + becomes + "\n";
  }

  private static String json(UnusedBlobs unused) {
    JsonObject blobs = new JsonObject();
    blobs.addProperty("count", unused.count());
    blobs.addProperty("bytes", unused.bytes());
    blobs.addProperty("removed", unused.removed());
    JsonObject line = new JsonObject();
    line.add("unusedBlobs", blobs);
    return line + "\n";
  }

  private static String json(JournalCheck.Verdict verdict) {
    JsonObject line = new JsonObject();
    line.addProperty("threadId", verdict.threadId());
    line.addProperty("damaged", verdict.isDamaged());
    line.add("findings", json(verdict.findings()));
    return line + "\n";
  }

  private static String json(String what, JournalCheck.Finding finding) {
    JsonObject about = new JsonObject();
    about.addProperty("damaged", finding.isDamage());
    about.add("findings", json(List.of(finding)));
    JsonObject line = new JsonObject();
    line.add(what, about);
    return line + "\n";
  }

  private static JsonArray json(List<JournalCheck.Finding> found) {
    JsonArray findings = new JsonArray();
    for (JournalCheck.Finding each : found) {
      JsonObject finding = new JsonObject();
      finding.addProperty("problem", each.problem().word());
      finding.addProperty("file", each.file().toString());
      if (each.line() > 0) {
        finding.addProperty("line", each.line());
        finding.addProperty("offset", each.offset());
        finding.addProperty("bytes", each.bytes());
      }
      if (!each.detail().isEmpty()) {
        finding.addProperty("detail", each.detail());
      }
      if (each.copy() != null) {
        finding.addProperty("copy", each.copy().toString());
      }
      findings.add(finding);
    }
    return findings;
  }
}
