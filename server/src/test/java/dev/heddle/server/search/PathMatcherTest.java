package dev.heddle.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PathMatcherTest {
  private static final List<String> LINES = lines();

  @TestFactory
  Stream<DynamicTest> pathsAreRankedAsThePeerRanksThem() {
    List<SearchEntry> entries =
        LINES.stream()
            .filter(line -> line.startsWith("F ") || line.startsWith("D "))
            .map(line -> new SearchEntry("root", line.substring(2), line.startsWith("D")))
            .toList();
    assertThat(entries).hasSizeGreaterThan(100);
    return expectations().entrySet().stream()
        .map(each ->
            DynamicTest.dynamicTest(
                "<" + each.getKey() + ">",
                () -> assertThat(found(each.getKey(), entries)).isEqualTo(each.getValue())));
  }

  @Test
  void ofEqualsTheShorterPathsAreKept() {
    PathMatcher matcher = new PathMatcher(FileQuery.parse("x"), 2);
    Stream.of("x/aaaa", "x/aa", "x/aaa")
        .forEach(path -> matcher.offer(new SearchEntry("root", path, true)));
    assertThat(matcher.found()).extracting(FoundFile::path).containsExactly("x/aa", "x/aaa");
  }

  @Test
  void accentsCountOnlyInAQueryThatHasSome() {
    List<SearchEntry> entries =
        Stream.of("Über.txt", "Uber.txt").map(name -> new SearchEntry("r", name, false)).toList();
    assertThat(found("uber.txt", entries)).hasSize(2);
    assertThat(found("über.txt", entries)).hasSize(1);
  }

  @Test
  void charactersAreCountedAsCodePoints() {
    PathMatcher matcher = new PathMatcher(FileQuery.parse("b"), 1);
    matcher.offer(new SearchEntry("r", "\uD83D\uDE00/b", false));
    assertThat(matcher.found().get(0).indices()).containsExactly(2);
  }

  @Test
  void aQueryOfMarksAloneFindsNothing() {
    for (String query : List.of("", " ", "!", "^", "$", "'")) {
      assertThat(found(query, List.of(new SearchEntry("r", "a", false)))).isEmpty();
    }
  }

  private static List<String> found(String query, List<SearchEntry> entries) {
    PathMatcher matcher = new PathMatcher(FileQuery.parse(query), 50);
    entries.forEach(matcher::offer);
    return matcher.found().stream()
        .map(file ->
            file.score()
                + " "
                + file.indices().stream().map(String::valueOf).collect(Collectors.joining(","))
                + " "
                + file.path())
        .toList();
  }

  private static Map<String, List<String>> expectations() {
    Map<String, List<String>> expected = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : LINES) {
      if (line.startsWith("? ")) {
        current = new ArrayList<>();
        expected.put(line.substring(2), current);
      } else if (Character.isDigit(line.charAt(0))) {
        current.add(line);
      }
    }
    return expected;
  }

  private static List<String> lines() {
    try (var in = PathMatcherTest.class.getResourceAsStream("/search/peer-scores.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
