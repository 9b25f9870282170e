package dev.heddle.server.search;

/**
 * One of the parts of a query.
 *
 * @param word what to look for, in the form that is compared; not empty
 * @param kind where and how
 * @param absent whether it must not occur
 * @param keepAccents whether accents count, because the word has some
 */
record QueryPart(char[] word, Kind kind, boolean absent, boolean keepAccents) {
  /** Where a word is looked for. */
  enum Kind {
    /** Anywhere, with gaps. */
    FUZZY,
    /** Anywhere, without. */
    INSIDE,
    /** At the beginning. */
    BEGINNING,
    /** At the end. */
    END,
    /** It must be all there is. */
    WHOLE
  }

  /** Where the word is in {@code text}, if it is there without gaps; -1 when it is not. */
  int find(PathText text) {
    int last = text.length() - word.length;
    if (last < 0) {
      return -1;
    }
    return switch (kind) {
      case BEGINNING -> isAt(0, text) ? 0 : -1;
      case END -> isAt(last, text) ? last : -1;
      case WHOLE -> last == 0 && isAt(0, text) ? 0 : -1;
      case FUZZY, INSIDE -> findInside(text, last);
    };
  }

  /** The best place, the first of several. */
  private int findInside(PathText text, int last) {
    int best = -1;
    int bestScore = -1;
    for (int start = 0; start <= last; start++) {
      if (isAt(start, text)) {
        int score = FuzzyScore.ofRun(start, word.length, text);
        if (score > bestScore) {
          best = start;
          bestScore = score;
        }
      }
    }
    return best;
  }

  private boolean isAt(int start, PathText text) {
    for (int i = 0; i < word.length; i++) {
      if (text.at(start + i) != word[i]) {
        return false;
      }
    }
    return true;
  }
}
