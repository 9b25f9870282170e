package dev.heddle.server.store;

import dev.heddle.server.store.ThreadQuery.SortKey;
import java.util.Set;

/** Queries that differ from "the newest hundred active threads" in what a test is about. */
final class QueryBuilder {
  private int limit = 100;
  private ListCursor cursor;
  private SortKey sortKey = SortKey.CREATED_AT;
  private SortDirection direction = SortDirection.DESC;
  private boolean archived;
  private Set<String> sources;
  private Set<String> modelProviders;
  private Set<String> cwds;
  private String searchTerm;
  private String parentThreadId;
  private String ancestorThreadId;
  private Set<String> excludedThreadIds = Set.of();
  private SectionFilter section;

  QueryBuilder limit(int rows) {
    limit = rows;
    return this;
  }

  QueryBuilder after(ListCursor place) {
    cursor = place;
    return this;
  }

  QueryBuilder by(SortKey key, SortDirection order) {
    sortKey = key;
    direction = order;
    return this;
  }

  QueryBuilder ascending() {
    direction = SortDirection.ASC;
    return this;
  }

  QueryBuilder archived() {
    archived = true;
    return this;
  }

  QueryBuilder sources(String... words) {
    sources = Set.of(words);
    return this;
  }

  QueryBuilder providers(String... ids) {
    modelProviders = Set.of(ids);
    return this;
  }

  QueryBuilder cwds(String... directories) {
    cwds = Set.of(directories);
    return this;
  }

  QueryBuilder term(String text) {
    searchTerm = text;
    return this;
  }

  QueryBuilder childrenOf(String threadId) {
    parentThreadId = threadId;
    return this;
  }

  QueryBuilder descendantsOf(String threadId) {
    ancestorThreadId = threadId;
    return this;
  }

  QueryBuilder without(String... threadIds) {
    excludedThreadIds = Set.of(threadIds);
    return this;
  }

  QueryBuilder section(SectionFilter filter) {
    section = filter;
    return this;
  }

  ThreadQuery build() {
    return new ThreadQuery(
        limit,
        cursor,
        sortKey,
        direction,
        archived,
        sources,
        modelProviders,
        cwds,
        searchTerm,
        parentThreadId,
        ancestorThreadId,
        excludedThreadIds,
        section);
  }
}
