package dev.heddle.protocol.rpc;

import java.util.List;

/** The JSON form of an enum, record, union or alias, described for whoever writes it down. */
public sealed interface WireDeclaration {
  /** The Java type. */
  Class<?> type();

  /** Another name for a form. The type is an annotation; see {@link OneOf}. */
  record Alias(Class<?> type, WireForm form) implements WireDeclaration {}

  /** One of a fixed set of strings. */
  record Constants(Class<?> type, List<Constant> constants) implements WireDeclaration {}

  /**
   * One of those strings.
   *
   * @param name the string
   * @param javaName the constant in the enum
   * @param experimental whether it needs {@code capabilities.experimentalApi}
   */
  record Constant(String name, String javaName, boolean experimental) {}

  /** An object. */
  record Members(Class<?> type, List<WireMember> members) implements WireDeclaration {}

  /**
   * One of several objects, told apart by a member.
   *
   * @param tag the member's name
   */
  record Tagged(Class<?> type, String tag, List<WireVariant> variants) implements WireDeclaration {}

  /** A bare string, or an object with one member, whose name tells which variant it is. */
  record Keyed(Class<?> type, List<WireVariant> variants) implements WireDeclaration {}
}
