package dev.heddle.server.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Two sequences side by side, as the longest common subsequence of their labels puts them.
 *
 * @param peer an element of the first sequence, or null when only the second has one here
 * @param ours an element of the second, or null
 */
record Alignment<T>(@Nullable T peer, @Nullable T ours) {

  /** Aligns elements whose labels are equal; all others stand alone. */
  static <T> List<Alignment<T>> of(List<T> peer, List<T> ours, Function<T, Object> label) {
    List<Object> peerLabels = peer.stream().map(label).toList();
    List<Object> oursLabels = ours.stream().map(label).toList();
    int[][] lengths = commonLengths(peerLabels, oursLabels);
    List<Alignment<T>> rows = new ArrayList<>();
    int p = 0;
    int o = 0;
    while (p < peer.size() || o < ours.size()) {
      boolean both = p < peer.size() && o < ours.size();
      if (both && Objects.equals(peerLabels.get(p), oursLabels.get(o))) {
        rows.add(new Alignment<>(peer.get(p++), ours.get(o++)));
      } else if (o == ours.size() || (both && lengths[p + 1][o] >= lengths[p][o + 1])) {
        rows.add(new Alignment<>(peer.get(p++), null));
      } else {
        rows.add(new Alignment<>(null, ours.get(o++)));
      }
    }
    return rows;
  }

  /** {@code lengths[p][o]}: how much of peer from p and of ours from o can be aligned. */
  private static int[][] commonLengths(List<Object> peer, List<Object> ours) {
    int[][] lengths = new int[peer.size() + 1][ours.size() + 1];
    for (int p = peer.size() - 1; p >= 0; p--) {
      for (int o = ours.size() - 1; o >= 0; o--) {
        lengths[p][o] =
            peer.get(p).equals(ours.get(o))
                ? lengths[p + 1][o + 1] + 1
                : Math.max(lengths[p + 1][o], lengths[p][o + 1]);
      }
    }
    return lengths;
  }
}
