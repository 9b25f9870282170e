package dev.heddle.schema;

import dev.heddle.protocol.rpc.WireDeclaration;
import dev.heddle.protocol.rpc.WireForm;
import dev.heddle.protocol.rpc.WireMember;
import dev.heddle.protocol.rpc.WireVariant;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The writer of one TypeScript module: a type, its documentation, and what it imports. Used once.
 *
 * <p>Members of types that only clients write may be left out where their absence is accepted. In
 * types that only the server writes, a member may be missing only where the server leaves it out.
 * In types that both write, a member may also be missing where that means null.
 */
final class TypeScriptOfType {
  static final String JSON_VALUE = "serde_json/JsonValue";

  private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

  private final Contract contract;
  private final Descriptions descriptions;
  private final Set<Class<?>> read;
  private final Set<Class<?>> written;
  private final String folder;
  private final SortedSet<String> imports = new TreeSet<>();

  /**
   * @param read the types that the server reads
   * @param written the types that the server writes
   * @param folder where the module lies
   */
  TypeScriptOfType(
      Contract contract,
      Descriptions descriptions,
      Set<Class<?>> read,
      Set<Class<?>> written,
      String folder) {
    this.contract = contract;
    this.descriptions = descriptions;
    this.read = read;
    this.written = written;
    this.folder = folder;
  }

  /** The modules that the text refers to. */
  SortedSet<String> imports() {
    return imports;
  }

  String of(Class<?> type) {
    String definition =
        switch (contract.declaration(type)) {
          case WireDeclaration.Alias alias -> value(alias.form());
          case WireDeclaration.Constants constants -> {
            StringJoiner names = new StringJoiner(" | ");
            constants.constants().forEach(each -> names.add(quote(each.name())));
            yield names.toString();
          }
          case WireDeclaration.Members object -> object(type, type, object.members(), null, "");
          case WireDeclaration.Tagged union -> {
            StringBuilder variants = new StringBuilder();
            for (WireVariant each : union.variants()) {
              String tag = key(union.tag()) + ": " + quote(each.name());
              variants
                  .append("\n")
                  .append(comment(descriptions.of(each.type()), "  "))
                  .append("  | ")
                  .append(
                      each.membersName().isEmpty()
                          ? object(type, each.type(), each.members(), tag, "  ")
                          : "{ " + tag + " } & " + imported(each.membersName()));
            }
            yield variants.toString();
          }
          case WireDeclaration.Keyed union -> {
            StringBuilder variants = new StringBuilder();
            for (WireVariant each : union.variants()) {
              variants
                  .append("\n")
                  .append(comment(descriptions.of(each.type()), "  "))
                  .append("  | ")
                  .append(keyed(type, each));
            }
            yield variants.toString();
          }
        };
    return export(type, TypeNames.of(type), definition);
  }

  /** The members of a variant of {@code union} that have a name of their own, without the tag. */
  String of(Class<?> union, WireVariant variant) {
    return export(
        variant.type(),
        variant.membersName(),
        object(union, variant.type(), variant.members(), null, ""));
  }

  private String export(Class<?> type, String name, String definition) {
    String separator = definition.startsWith("\n") ? " =" : " = ";
    return comment(descriptions.of(type), "")
        + "export type "
        + name
        + separator
        + definition
        + ";\n";
  }

  private String keyed(Class<?> union, WireVariant variant) {
    if (variant.members().isEmpty()) {
      return quote(variant.name());
    }
    String content =
        variant.singleValue()
            ? value(variant.members().getFirst())
            : object(union, variant.type(), variant.members(), null, "  ");
    return "{ " + key(variant.name()) + ": " + content + " }";
  }

  private String object(
      Class<?> declaration,
      Class<?> type,
      List<WireMember> members,
      @Nullable String tag,
      String indent) {
    if (members.isEmpty()) {
      return tag == null ? "Record<string, never>" : "{ " + tag + " }";
    }
    StringBuilder text = new StringBuilder("{\n");
    if (tag != null) {
      text.append(indent).append("  ").append(tag).append(";\n");
    }
    for (WireMember member : members) {
      text.append(comment(descriptions.of(type, member.component()), indent + "  "))
          .append(indent)
          .append("  ")
          .append(key(member.name()))
          .append(mayBeMissing(declaration, member) ? "?: " : ": ")
          .append(value(member))
          .append(";\n");
    }
    return text.append(indent).append("}").toString();
  }

  private boolean mayBeMissing(Class<?> declaration, WireMember member) {
    if (!written.contains(declaration)) {
      return member.mayBeAbsent();
    }
    return member.omitted()
        || read.contains(declaration) && member.mayBeAbsent() && member.nullable();
  }

  private String value(WireMember member) {
    String type = value(member.form());
    return member.nullable() ? type + " | null" : type;
  }

  private String value(WireForm form) {
    return switch (form) {
      case WireForm.Plain plain ->
          switch (plain) {
            case TEXT -> "string";
            case FLAG -> "boolean";
            case NUMBER -> "number";
            case ANY -> json();
            case ANY_OBJECT -> "{ [key in string]?: " + json() + " }";
            case ANY_ARRAY -> "Array<" + json() + ">";
          };
      case WireForm.Whole whole -> "number";
      case WireForm.Sequence sequence -> "Array<" + value(sequence.element()) + ">";
      case WireForm.Dictionary dictionary ->
          "{ [key in string]?: " + value(dictionary.value()) + " }";
      case WireForm.OrNull orNull -> value(orNull.form()) + " | null";
      case WireForm.Either either ->
          either.forms().stream().map(this::value).collect(Collectors.joining(" | "));
      case WireForm.Declared declared -> {
        imports.add(TypeNames.module(declared.type(), folder));
        yield TypeNames.of(declared.type());
      }
    };
  }

  private String imported(String membersName) {
    imports.add(TypeNames.moduleOfMembers(membersName));
    return membersName;
  }

  private String json() {
    imports.add(JSON_VALUE);
    return "JsonValue";
  }

  private static String key(String name) {
    return NAME.matcher(name).matches() ? name : quote(name);
  }

  static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  static String comment(@Nullable String text, String indent) {
    if (text == null) {
      return "";
    }
    String safe = text.replace("*/", "*\\/");
    if (!safe.contains("\n")) {
      return indent + "/** " + safe + " */\n";
    }
    StringBuilder comment = new StringBuilder(indent).append("/**\n");
    for (String line : safe.split("\n", -1)) {
      comment.append(indent).append(line.isEmpty() ? " *" : " * " + line).append('\n');
    }
    return comment.append(indent).append(" */\n").toString();
  }
}
