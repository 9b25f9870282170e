package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was done on the web. */
@TaggedUnion
public sealed interface WebSearchAction {
  /**
   * A query.
   *
   * @param query null when there are several
   * @param queries null when there is one
   */
  @Variant("search")
  record Search(@Nullable String query, @Nullable List<String> queries)
      implements WebSearchAction {}

  /**
   * A page was opened.
   *
   * @param url null when unknown
   */
  @Variant("openPage")
  record OpenPage(@Nullable String url) implements WebSearchAction {}

  /**
   * A text was looked for in a page.
   *
   * @param url null when unknown
   * @param pattern null when unknown
   */
  @Variant("findInPage")
  record FindInPage(@Nullable String url, @Nullable String pattern) implements WebSearchAction {}

  /** Something else. */
  @Variant("other")
  record Other() implements WebSearchAction {}
}
