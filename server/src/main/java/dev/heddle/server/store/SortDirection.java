package dev.heddle.server.store;

/** Order of a page. */
public enum SortDirection {
  ASC,
  DESC
}
