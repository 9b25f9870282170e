package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A JSON value that does not fit the type it should have. The message is the peer's own text for
 * that mismatch, such as {@code missing field `threadId`}; clients show it and some match it, so
 * its wording is part of the wire. It names the value, never a place in our code, and has no stack
 * trace: bad input is ordinary.
 */
public final class DecodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A mismatch with this text. */
  public DecodeException(String message) {
    super(message, null, false, false);
  }

  /** The name is none of the known ones; they are listed in {@code known}, in table order. */
  public static DecodeException unknownVariant(String name, List<String> known) {
    String choices = known.stream().map(each -> '`' + each + '`').collect(Collectors.joining(", "));
    String expected =
        switch (known.size()) {
          case 0 -> "there are no variants";
          case 1 -> "expected " + choices;
          case 2 -> "expected " + choices.replace(", ", " or ");
          default -> "expected one of " + choices;
        };
    return new DecodeException("unknown variant `" + name + "`, " + expected);
  }

  /** A member that has no default is absent. */
  public static DecodeException missingField(String name) {
    return new DecodeException("missing field `" + name + "`");
  }

  /** The value is of another JSON type than {@code expected} says. */
  static DecodeException invalidType(JsonElement actual, String expected) {
    return invalidType(Unexpected.describe(actual), expected);
  }

  static DecodeException invalidType(String actual, String expected) {
    return new DecodeException("invalid type: " + actual + ", expected " + expected);
  }

  /** The value is of the right JSON type but out of range. */
  static DecodeException invalidValue(JsonElement actual, String expected) {
    return new DecodeException(
        "invalid value: " + Unexpected.describe(actual) + ", expected " + expected);
  }
}
