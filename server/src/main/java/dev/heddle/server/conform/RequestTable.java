package dev.heddle.server.conform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests and the errors they are answered with, one a line: {@code METHOD | PARAMS | CODE |
 * TEXT}. Empty params are none; a text that ends in an ellipsis is the beginning of one; {@code OK}
 * in place of the code means a result, of which the text is a part.
 */
final class RequestTable {

  /** One line. */
  record Row(String name, String method, String params, String code, String text) {

    /**
     * Sends the request, with values for what stands in braces, and holds the answer against it.
     */
    void check(Client client, Map<String, String> values) throws InterruptedException {
      Answer answer = client.ask(method, params.isEmpty() ? null : fill(params, values));
      String expected = fill(text, values);
      if (code.equals("OK")) {
        answer.holds(expected.isEmpty() ? "{}" : expected);
      } else if (expected.endsWith("…")) {
        answer.refusedLike(Integer.parseInt(code), expected.substring(0, expected.length() - 1));
      } else {
        answer.refused(Integer.parseInt(code), expected);
      }
    }

    private static String fill(String text, Map<String, String> values) {
      String filled = text;
      for (Map.Entry<String, String> value : values.entrySet()) {
        filled = filled.replace("{" + value.getKey() + "}", value.getValue());
      }
      return filled;
    }
  }

  private RequestTable() {}

  /** Values for what stands in braces, made anew for each rule. */
  @FunctionalInterface
  interface Values {
    Map<String, String> of(Client client) throws IOException, InterruptedException;
  }

  /** Adds a rule for each row of a table of requests that are refused. */
  static void refused(Section section, String table, Values values) {
    for (Row row : parse("refused ", table)) {
      section.rule(
          row.name(),
          row.method() + " " + row.params() + " is refused: " + row.text(),
          bench -> {
            Client client = bench.client();
            row.check(client, values.of(client));
          });
    }
  }

  /**
   * Reads a table.
   *
   * @param prefix what the names of its rows begin with; the method follows, and a number when it
   *     is not the only one
   */
  static List<Row> parse(String prefix, String table) {
    Map<String, Integer> counts = new HashMap<>();
    List<Row> rows = new ArrayList<>();
    for (String line : table.strip().split("\n")) {
      String[] cells = line.split("\\s\\|(?=\\s)", -1);
      if (cells.length != 4) {
        throw new IllegalArgumentException("four cells are needed: " + line);
      }
      String method = cells[0].strip();
      int count = counts.merge(method, 1, Integer::sum);
      String name = prefix + method.replace('/', '-') + (count == 1 ? "" : "-" + count);
      rows.add(new Row(name, method, cells[1].strip(), cells[2].strip(), cells[3].strip()));
    }
    return rows;
  }
}
