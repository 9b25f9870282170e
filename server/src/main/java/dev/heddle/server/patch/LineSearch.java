package dev.heddle.server.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Finds lines of a patch in a file, less and less exactly: as they are, without white space at
 * their ends, without white space around them, with typographic signs taken for the plain ones. A
 * better match further down is preferred to a worse one further up.
 *
 * <p><b>Thread-safety:</b> one thread: it remembers what it has simplified.
 */
final class LineSearch {
  /** What is compared, from exact to forgiving. */
  private static final List<UnaryOperator<String>> FORMS =
      List.of(
          line -> line,
          line -> line.substring(0, end(line)),
          LineSearch::strip,
          line -> plain(strip(line)));

  /** Comparisons of lines after which a search is given up: about half a second. */
  private static final long MAX_COMPARISONS = 100_000_000;

  private final List<String> lines;
  private final List<List<String>> forms = new ArrayList<>();
  private long comparisons;

  /**
   * @param lines the file's
   */
  LineSearch(List<String> lines) {
    this.lines = lines;
  }

  /**
   * Where {@code wanted} is.
   *
   * @param from first line that counts
   * @param atEnd whether it must be the last lines of the file
   * @return index of its first line, or -1
   * @throws PatchException when all searches in this file have taken too long together
   */
  int find(List<String> wanted, int from, boolean atEnd) throws PatchException {
    int last = lines.size() - wanted.size();
    int first = atEnd ? Math.max(from, last) : from;
    for (int form = 0; form < FORMS.size(); form++) {
      List<String> pattern = wanted.stream().map(FORMS.get(form)).toList();
      for (int at = first; at <= last; at++) {
        if (matches(form, at, pattern)) {
          return at;
        }
      }
    }
    return -1;
  }

  private boolean matches(int form, int at, List<String> pattern) throws PatchException {
    List<String> text = form(form);
    for (int i = 0; i < pattern.size(); i++) {
      if (++comparisons > MAX_COMPARISONS) {
        throw new PatchException(
            PatchException.Kind.MISMATCH,
            "looking for its lines takes too long; make it smaller, or copy its lines exactly");
      }
      if (!text.get(at + i).equals(pattern.get(i))) {
        return false;
      }
    }
    return true;
  }

  private List<String> form(int index) {
    while (forms.size() <= index) {
      forms.add(lines.stream().map(FORMS.get(forms.size())).toList());
    }
    return forms.get(index);
  }

  private static String strip(String line) {
    int start = 0;
    int end = end(line);
    while (start < end && isBlank(line.charAt(start))) {
      start++;
    }
    return line.substring(start, end);
  }

  /** Where the white space at the end begins. */
  private static int end(String line) {
    int end = line.length();
    while (end > 0 && isBlank(line.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /** White space as Unicode has it, with blanks that do not break, which {@code strip} leaves. */
  private static boolean isBlank(char sign) {
    return sign >= '\t' && sign <= '\r' || sign == 0x85 || Character.isSpaceChar(sign);
  }

  private static String plain(String line) {
    StringBuilder plain = new StringBuilder(line.length());
    line.chars().map(LineSearch::plain).forEach(sign -> plain.append((char) sign));
    return plain.toString();
  }

  private static int plain(int sign) {
    return switch (sign) {
      // Hyphens, dashes, minus.
      case 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212 -> '-';
      case 0x2018, 0x2019, 0x201A, 0x201B -> '\'';
      case 0x201C, 0x201D, 0x201E, 0x201F -> '"';
      // Blanks of other widths, and those that do not break.
      case 0x00A0,
          0x2002,
          0x2003,
          0x2004,
          0x2005,
          0x2006,
          0x2007,
          0x2008,
          0x2009,
          0x200A,
          0x202F,
          0x205F,
          0x3000 ->
          ' ';
      default -> sign;
    };
  }
}
