package dev.heddle.server.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random texts, random edits. */
class PatchPropertyTest {
  private static final int ROUNDS = 400;

  @TempDir Path temp;

  @Test
  void aPatchOfAnEditMakesThatEdit() throws Exception {
    Path folder = temp.toRealPath();
    Path file = folder.resolve("f.txt");
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      String end = random.nextInt(3) == 0 ? "\r\n" : "\n";
      // Two lines at least: one alone without an end does not say how lines end.
      List<String> before = lines(random, 2 + random.nextInt(60), "a");
      List<String> after = edited(random, before);
      boolean lastEnd = random.nextInt(4) > 0;
      Files.writeString(file, text(before, end, lastEnd));

      PatchPlan plan =
          new PatchPlanner(1 << 20).plan(patch(random, before, after), folder, () -> false);
      new PatchWriter(1 << 20, PatchJournal.none()).apply(plan, () -> false);

      assertThat(Files.readString(file)).as("seed %d", seed).isEqualTo(text(after, end, lastEnd));
    }
  }

  @Test
  void theHunksOfADiffLeadFromOneTextToTheOther() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      // Few different lines, so that much repeats.
      List<String> old = new ArrayList<>();
      List<String> fresh = new ArrayList<>();
      for (int i = random.nextInt(40); i > 0; i--) {
        old.add("" + random.nextInt(5));
      }
      old.forEach(line -> {
        if (random.nextInt(5) > 0) {
          fresh.add(line);
        }
        if (random.nextInt(8) == 0) {
          fresh.add("new" + random.nextInt(3));
        }
      });
      String before = text(old, "\n", random.nextBoolean());
      String after = text(fresh, "\n", random.nextBoolean());
      int context = random.nextInt(4);

      String hunks = UnifiedDiff.hunks(before, after, context);

      assertThat(applied(before, hunks)).as("seed %d:%n%s", seed, hunks).isEqualTo(after);
    }
  }

  private static List<String> lines(Random random, int count, String kind) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(" ".repeat(random.nextInt(3)) + kind + " " + random.nextLong());
    }
    return lines;
  }

  /** Never all lines removed: an empty text has no line end to keep. */
  private static List<String> edited(Random random, List<String> before) {
    List<String> after = new ArrayList<>();
    after.addAll(lines(random, random.nextInt(2), "top"));
    for (String line : before) {
      switch (random.nextInt(8)) {
        case 0 -> after.addAll(lines(random, 1, "changed"));
        case 1 -> {
          after.add(line);
          after.addAll(lines(random, 1 + random.nextInt(3), "inserted"));
        }
        case 2 -> {}
        default -> after.add(line);
      }
    }
    after.addAll(lines(random, 1, "end"));
    return after;
  }

  private static String text(List<String> lines, String end, boolean lastEnd) {
    if (lines.isEmpty()) {
      return "";
    }
    return String.join(end, lines) + (lastEnd ? end : "");
  }

  /**
   * As a model would write it: hunks without numbers, white space at the ends of lines that stay.
   */
  private static String patch(Random random, List<String> before, List<String> after) {
    String hunks = UnifiedDiff.hunks(text(before, "\n", true), text(after, "\n", true), 2);
    StringBuilder patch = new StringBuilder("*** Begin Patch\n*** Update File: f.txt\n");
    hunks
        .lines()
        .forEach(line -> {
          if (line.startsWith("@@")) {
            patch.append("@@\n");
          } else {
            boolean noise = line.startsWith(" ") && random.nextInt(10) == 0;
            patch.append(line).append(noise ? "  " : "").append('\n');
          }
        });
    return patch.append("*** End Patch").toString();
  }

  /** What {@code patch(1)} would do. */
  private static String applied(String before, String hunks) {
    List<String> old = new ArrayList<>(List.of(before.split("(?<=\n)")));
    StringBuilder out = new StringBuilder();
    int at = 0;
    String last = "";
    for (String line : hunks.split("(?<=\n)")) {
      if (line.startsWith("@@")) {
        String[] range = line.split("[ ,]");
        int start = Integer.parseInt(range[1].substring(1));
        boolean nothing = line.matches("(?s)@@ -\\d+,0 .*");
        for (; at < (nothing ? start : start - 1); at++) {
          out.append(old.get(at));
        }
      } else if (line.startsWith("\\")) {
        if (!last.startsWith("-")) {
          out.setLength(out.length() - 1);
        }
      } else if (line.startsWith("+")) {
        out.append(line.substring(1));
      } else if (line.startsWith(" ")) {
        assertThat(line.substring(1).strip()).isEqualTo(old.get(at).strip());
        out.append(line.substring(1));
        at++;
      } else if (line.startsWith("-")) {
        assertThat(line.substring(1).strip()).isEqualTo(old.get(at).strip());
        at++;
      }
      last = line;
    }
    for (; at < old.size(); at++) {
      out.append(old.get(at));
    }
    return out.toString();
  }
}
