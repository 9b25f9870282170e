package dev.heddle.server.search;

import java.util.Arrays;

/**
 * How well the characters of a word fit a text in which they occur in this order, perhaps with
 * others between them: each counts, more at the beginning of a word and in a row, and gaps cost. Of
 * all ways to find the word in the text, the best one counts.
 *
 * <p>That is the alignment that sequence comparison knows: a table with a row for each character of
 * the word and a column for each of the text, whose cells hold the best score of a way that ends
 * there.
 *
 * <p><b>Thread-safety:</b> one thread; the tables are used again.
 */
final class FuzzyScore {
  /** What no way leads to. */
  static final int NONE = -1;

  private static final int MATCH = 16;
  private static final int GAP = 3;
  private static final int GAP_GOES_ON = 1;
  private static final int IN_A_ROW = 4;
  private static final int FIRST_COUNTS = 2;

  private static final int UNREACHABLE = -1;

  private int[] score = new int[0];
  private int[] runBonus = new int[0];
  // Where the character before is, in the row above.
  private int[] from = new int[0];
  private int columns;
  private int best;

  /** The score of {@code word} in all of {@code text}; {@link #NONE} when it does not occur. */
  int of(char[] word, PathText text) {
    int start = first(word, text);
    if (start < 0) {
      return NONE;
    }
    columns = text.length();
    int cells = columns * word.length;
    if (score.length < cells) {
      score = new int[cells * 2];
      runBonus = new int[cells * 2];
      from = new int[cells * 2];
    }
    for (int column = start; column < columns; column++) {
      score[column] = UNREACHABLE;
      if (text.at(column) == word[0]) {
        score[column] = MATCH + FIRST_COUNTS * text.bonus(column);
        runBonus[column] = text.bonus(column);
      }
    }
    Arrays.fill(score, 0, start, UNREACHABLE);
    for (int row = 1; row < word.length; row++) {
      fillRow(row, word[row], text, start);
    }
    return takeBest((word.length - 1) * columns, word.length > 1);
  }

  /** Writes where the characters of the last scored word are, {@code offset} added. */
  void positions(int wordLength, int offset, int[] into) {
    int column = best;
    for (int row = wordLength - 1; row >= 0; row--) {
      into[row] = column + offset;
      column = from[row * columns + column];
    }
  }

  /** Where {@code word} may begin in {@code text}; -1 when it does not occur in it. */
  private static int first(char[] word, PathText text) {
    int found = 0;
    int start = -1;
    for (int i = 0; i < text.length(); i++) {
      if (text.at(i) == word[found]) {
        if (found == 0) {
          start = i;
        }
        found++;
        if (found == word.length) {
          return start;
        }
      }
    }
    return -1;
  }

  private void fillRow(int row, char wanted, PathText text, int start) {
    int at = row * columns;
    int above = at - columns;
    Arrays.fill(score, at, at + Math.min(columns, start + row), UNREACHABLE);
    int gapScore = UNREACHABLE; // the best way to here with at least one character left out
    int gapFrom = 0;
    for (int column = start + row; column < columns; column++) {
      gapScore = lowered(gapScore, GAP_GOES_ON);
      int opened = column < 2 ? UNREACHABLE : lowered(score[above + column - 2], GAP);
      if (opened > gapScore) {
        gapScore = opened;
        gapFrom = column - 2;
      }
      score[at + column] = UNREACHABLE;
      if (text.at(column) == wanted) {
        match(at + column, above + column - 1, text.bonus(column), gapScore, gapFrom, column);
      }
    }
  }

  /** What is left of a score; gaps never cost more than there is. */
  private static int lowered(int score, int by) {
    return score == UNREACHABLE ? UNREACHABLE : Math.max(0, score - by);
  }

  private void match(int cell, int diagonal, int bonus, int gapScore, int gapFrom, int column) {
    int before = score[diagonal];
    int run = Math.max(runBonus[diagonal], IN_A_ROW);
    if (bonus >= PathText.WORD && bonus > run) {
      run = bonus;
    }
    int inRow = before == UNREACHABLE ? UNREACHABLE : before + Math.max(run, bonus);
    int afterGap = gapScore == UNREACHABLE ? UNREACHABLE : gapScore + bonus;
    if (inRow == UNREACHABLE && afterGap == UNREACHABLE) {
      return;
    }
    if (inRow > afterGap) {
      score[cell] = inRow + MATCH;
      runBonus[cell] = run;
      from[cell] = column - 1;
    } else {
      score[cell] = afterGap + MATCH;
      runBonus[cell] = bonus;
      from[cell] = gapFrom;
    }
  }

  private int takeBest(int row, boolean lastOfEqual) {
    best = 0;
    for (int column = 1; column < columns; column++) {
      int ahead = score[row + column] - score[row + best];
      if (ahead > 0 || (ahead == 0 && lastOfEqual)) {
        best = column;
      }
    }
    return score[row + best];
  }

  /** The score of a word that is in {@code text} at {@code start} without gaps. */
  static int ofRun(int start, int length, PathText text) {
    int run = text.bonus(start);
    int total = MATCH + FIRST_COUNTS * run;
    for (int i = 1; i < length; i++) {
      int bonus = text.bonus(start + i);
      run = Math.max(run, IN_A_ROW);
      if (bonus >= PathText.WORD && bonus > run) {
        run = bonus;
      }
      total += MATCH + Math.max(run, bonus);
    }
    return total;
  }
}
