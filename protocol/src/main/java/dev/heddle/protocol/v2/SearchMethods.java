package dev.heddle.protocol.v2;

import static dev.heddle.protocol.v2.MethodForms.concurrent;
import static dev.heddle.protocol.v2.MethodForms.exclusive;

import dev.heddle.protocol.rpc.MethodSpec;

/** Requests that search threads, or the names of files. */
public final class SearchMethods {
  public static final MethodSpec<ThreadSearchParams, ThreadSearchResponse> THREAD_SEARCH =
      concurrent("thread/search", ThreadSearchParams.class, ThreadSearchResponse.class).gated();

  public static final MethodSpec<ThreadSearchOccurrencesParams, ThreadSearchOccurrencesResponse>
      THREAD_SEARCH_OCCURRENCES =
          concurrent(
                  "thread/searchOccurrences",
                  ThreadSearchOccurrencesParams.class,
                  ThreadSearchOccurrencesResponse.class)
              .gated();

  public static final MethodSpec<FuzzyFileSearchParams, FuzzyFileSearchResponse> FUZZY_FILE_SEARCH =
      concurrent("fuzzyFileSearch", FuzzyFileSearchParams.class, FuzzyFileSearchResponse.class);

  public static final MethodSpec<
          FuzzyFileSearchSessionStartParams, FuzzyFileSearchSessionStartResponse>
      FUZZY_FILE_SEARCH_SESSION_START =
          exclusive(
                  "fuzzyFileSearch/sessionStart",
                  FuzzyFileSearchSessionStartParams.class,
                  FuzzyFileSearchSessionStartResponse.class,
                  "fuzzy-file-search")
              .gated();

  public static final MethodSpec<
          FuzzyFileSearchSessionUpdateParams, FuzzyFileSearchSessionUpdateResponse>
      FUZZY_FILE_SEARCH_SESSION_UPDATE =
          exclusive(
                  "fuzzyFileSearch/sessionUpdate",
                  FuzzyFileSearchSessionUpdateParams.class,
                  FuzzyFileSearchSessionUpdateResponse.class,
                  "fuzzy-file-search")
              .gated();

  public static final MethodSpec<
          FuzzyFileSearchSessionStopParams, FuzzyFileSearchSessionStopResponse>
      FUZZY_FILE_SEARCH_SESSION_STOP =
          exclusive(
                  "fuzzyFileSearch/sessionStop",
                  FuzzyFileSearchSessionStopParams.class,
                  FuzzyFileSearchSessionStopResponse.class,
                  "fuzzy-file-search")
              .gated();

  private SearchMethods() {}
}
