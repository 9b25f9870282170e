package dev.heddle.server.conform;

import dev.heddle.server.conform.Outcome.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A report in the XML that CI systems read from JUnit. The properties of a case name the methods
 * that were answered with a result while its rule was tried.
 */
final class ReportXml {
  private ReportXml() {}

  /** Writes it; folders that are missing are made. */
  static void write(Path file, List<SectionOutcome> outcomes) throws IOException {
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuites");
      for (SectionOutcome outcome : outcomes) {
        suite(xml, outcome);
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  private static void suite(XMLStreamWriter xml, SectionOutcome outcome) throws XMLStreamException {
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", "conform." + outcome.section().name());
    xml.writeAttribute("tests", Integer.toString(outcome.outcomes().size()));
    xml.writeAttribute("failures", Long.toString(outcome.count(Verdict.BROKEN)));
    xml.writeAttribute("skipped", Long.toString(outcome.count(Verdict.SKIPPED)));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("time", seconds(outcome.took()));
    for (Outcome each : outcome.outcomes()) {
      testCase(xml, outcome.section(), each);
    }
    xml.writeEndElement();
  }

  private static void testCase(XMLStreamWriter xml, Section section, Outcome outcome)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", "conform." + section.name());
    xml.writeAttribute("name", outcome.rule().name());
    xml.writeAttribute("time", seconds(outcome.took()));
    properties(xml, outcome.methods());
    if (outcome.verdict() == Verdict.SKIPPED) {
      xml.writeStartElement("skipped");
      xml.writeAttribute("message", clean(outcome.reason()));
      xml.writeEndElement();
    } else if (outcome.verdict() == Verdict.BROKEN) {
      xml.writeStartElement("failure");
      xml.writeAttribute("type", "RuleBroken");
      xml.writeAttribute("message", clean(outcome.rule().sentence()));
      xml.writeCharacters(
          clean(
              outcome.reason()
                  + "\n\n"
                  + String.join("\n", ReportText.traceLines(outcome.trace()))));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void properties(XMLStreamWriter xml, Set<String> methods)
      throws XMLStreamException {
    if (methods.isEmpty()) {
      return;
    }
    xml.writeStartElement("properties");
    for (String method : methods.stream().sorted().toList()) {
      xml.writeEmptyElement("property");
      xml.writeAttribute("name", "method");
      xml.writeAttribute("value", clean(method));
    }
    xml.writeEndElement();
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.3f", took.toMillis() / 1000.0);
  }

  /** XML has no place for most control characters, not even escaped. */
  private static String clean(String text) {
    return text.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "?");
  }
}
