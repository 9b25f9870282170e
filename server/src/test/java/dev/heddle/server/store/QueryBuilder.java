package dev.heddle.server.store;

import dev.heddle.server.store.ThreadQuery.SortKey;
import java.util.Set;

/** Queries that differ from "the newest hundred active threads" in what a test is about. */
public final class QueryBuilder {
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
  private ProjectFilter project;

  public QueryBuilder limit(int rows) {
    limit = rows;
    return this;
  }

  public QueryBuilder after(ListCursor place) {
    cursor = place;
    return this;
  }

  public QueryBuilder by(SortKey key, SortDirection order) {
    sortKey = key;
    direction = order;
    return this;
  }

  public QueryBuilder ascending() {
    direction = SortDirection.ASC;
    return this;
  }

  public QueryBuilder archived() {
    return archived(true);
  }

  public QueryBuilder archived(boolean which) {
    archived = which;
    return this;
  }

  public QueryBuilder sources(String... words) {
    sources = Set.of(words);
    return this;
  }

  public QueryBuilder providers(String... ids) {
    modelProviders = Set.of(ids);
    return this;
  }

  public QueryBuilder cwds(String... directories) {
    cwds = Set.of(directories);
    return this;
  }

  public QueryBuilder term(String text) {
    searchTerm = text;
    return this;
  }

  public QueryBuilder childrenOf(String threadId) {
    parentThreadId = threadId;
    return this;
  }

  public QueryBuilder descendantsOf(String threadId) {
    ancestorThreadId = threadId;
    return this;
  }

  public QueryBuilder without(String... threadIds) {
    excludedThreadIds = Set.of(threadIds);
    return this;
  }

  public QueryBuilder project(ProjectFilter filter) {
    project = filter;
    return this;
  }

  public QueryBuilder section(SectionFilter filter) {
    section = filter;
    return this;
  }

  public ThreadQuery build() {
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
        section,
        project);
  }
}
