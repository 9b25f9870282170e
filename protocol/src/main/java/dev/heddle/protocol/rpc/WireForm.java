package dev.heddle.protocol.rpc;

import java.util.List;

/**
 * The JSON form of a Java type, described for whoever writes it down in another language. Forms
 * come from {@link WireForms}, which reads them off the types that encode and decode.
 */
public sealed interface WireForm {
  /** A form that needs no parameters. */
  enum Plain implements WireForm {
    /** A string. */
    TEXT,
    /** True or false. */
    FLAG,
    /** A number with or without a fraction. */
    NUMBER,
    /** Any JSON value, null included. */
    ANY,
    /** Any JSON object. */
    ANY_OBJECT,
    /** Any JSON array. */
    ANY_ARRAY
  }

  /**
   * An integer.
   *
   * @param signed whether it may be negative
   * @param bits its width: 16, 32 or 64
   */
  record Whole(boolean signed, int bits) implements WireForm {}

  /** An array. */
  record Sequence(WireForm element) implements WireForm {}

  /** An object whose member names are data. */
  record Dictionary(WireForm value) implements WireForm {}

  /** Null or another form; only inside arrays, dictionaries and alternatives. */
  record OrNull(WireForm form) implements WireForm {}

  /** One of several forms that nothing but themselves tells apart. */
  record Either(List<WireForm> forms) implements WireForm {}

  /** A type with a description of its own, a {@link WireDeclaration}. */
  record Declared(Class<?> type) implements WireForm {}
}
