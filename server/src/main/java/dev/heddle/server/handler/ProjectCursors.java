package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.ProjectSortKey;
import dev.heddle.server.store.SortDirection;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Orders of projects, and the texts that name places in them: {@code v1|key|direction|value|id},
 * and {@code value|id} in the usual one. The value of a project without threads is {@code null}
 * where the threads count.
 *
 * @param key what projects are ordered by
 * @param direction where the order leads
 */
record ProjectCursors(ProjectSortKey key, SortDirection direction) {
  private static final Pattern USUAL = Pattern.compile("(?<value>\\d{1,18})\\|(?<id>[^|]*)");
  private static final Pattern ANY =
      Pattern.compile(
          "v1\\|(?<key>\\w+)\\|(?<direction>\\w+)\\|(?<value>\\d{1,18}|null)\\|(?<id>[^|]*)");

  /**
   * A place in the order. Those without a value come last, whatever the direction.
   *
   * @param value a position or a time in milliseconds
   */
  record Place(@Nullable Long value, String id) {}

  /** Whether {@code one} comes before {@code other}, as a comparator says it. */
  int compare(Place one, Place other) {
    if ((one.value() == null) != (other.value() == null)) {
      return one.value() == null ? 1 : -1;
    }
    int order =
        one.value() == null || other.value() == null ? 0 : Long.compare(one.value(), other.value());
    if (order == 0) {
      order = one.id().compareTo(other.id());
    }
    return direction == SortDirection.ASC ? order : -order;
  }

  String text(Place place) {
    return isUsual()
        ? place.value() + "|" + place.id()
        : "v1|%s|%s|%s|%s".formatted(keyWord(), directionWord(), place.value(), place.id());
  }

  /** The place that a cursor of this order names; null for none. */
  @Nullable Place parse(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    Matcher usual = USUAL.matcher(cursor);
    if (isUsual() && usual.matches()) {
      return place(usual);
    }
    Matcher any = ANY.matcher(cursor);
    if (!any.matches()
        || !any.group("key").equals(keyWord())
        || !any.group("direction").equals(directionWord())) {
      throw invalid();
    }
    return place(any);
  }

  private Place place(Matcher text) {
    String value = text.group("value");
    String id = text.group("id");
    boolean none = value.equals("null");
    if ((none && key == ProjectSortKey.POSITION)
        || (!none && !value.equals(Long.toString(Long.parseLong(value))))
        || !id.equals(ThreadIds.parseOrNull(id))) {
      throw invalid();
    }
    return new Place(none ? null : Long.valueOf(value), id);
  }

  private boolean isUsual() {
    return key == ProjectSortKey.POSITION && direction == SortDirection.ASC;
  }

  private String keyWord() {
    return WireJson.toTree(key).getAsString();
  }

  private String directionWord() {
    return direction.name().toLowerCase(Locale.ROOT);
  }

  private static RpcException invalid() {
    return RpcException.of(
        RpcException.INVALID_PARAMS,
        ErrorKind.INVALID_CURSOR,
        "invalid project cursor: malformed or mismatched sort anchor");
  }
}
