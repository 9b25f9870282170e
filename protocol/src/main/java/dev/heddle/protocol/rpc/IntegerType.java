package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import dev.heddle.protocol.json.JsonTree;
import java.io.IOException;
import java.math.BigInteger;

/**
 * An integer of a given width on the wire, as an {@code Integer} or {@code Long}. Integers are
 * exact: neither {@code 1.0} nor {@code 1e2} is one, as the peer has it.
 */
final class IntegerType implements WireType<Number> {
  static final IntegerType I32 = new IntegerType(true, 32, true);
  static final IntegerType I64 = new IntegerType(true, 64, false);

  private static final BigInteger I64_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger U64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private final boolean signed;
  private final int bits;
  private final String name;
  private final BigInteger min;
  private final BigInteger max;
  private final boolean asInt;

  /**
   * @param bits width on the wire
   * @param asInt whether the Java type is {@code int} rather than {@code long}
   */
  private IntegerType(boolean signed, int bits, boolean asInt) {
    this.signed = signed;
    this.bits = bits;
    int valueBits = signed ? bits - 1 : bits;
    this.name = (signed ? "i" : "u") + bits;
    this.max = BigInteger.ONE.shiftLeft(valueBits).subtract(BigInteger.ONE);
    this.min = signed ? max.not() : BigInteger.ZERO;
    this.asInt = asInt;
  }

  /** The unsigned form of {@code type}, which is int, long or the box of one. */
  static IntegerType unsigned(int bits, Class<?> type) {
    return new IntegerType(false, bits, type == int.class || type == Integer.class);
  }

  WireForm describe() {
    return new WireForm.Whole(signed, bits);
  }

  @Override
  public void write(JsonWriter out, Number value) throws IOException {
    out.value(value.longValue());
  }

  @Override
  public Number decode(JsonElement in) {
    if (!(in instanceof JsonPrimitive number)
        || !number.isNumber()
        || !JsonTree.isInteger(number.getAsString())) {
      throw DecodeException.invalidType(in, name);
    }
    BigInteger value = number.getAsBigInteger();
    if (value.compareTo(I64_MIN) < 0 || value.compareTo(U64_MAX) > 0) {
      // Wider than any number of the peer, which names the type it would have needed.
      throw DecodeException.invalidType(
          Unexpected.describe(in) + " as " + (value.signum() < 0 ? "i128" : "u128"), "any value");
    }
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw DecodeException.invalidValue(in, name);
    }
    long clamped = value.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    if (asInt) {
      return (int) Math.min(clamped, Integer.MAX_VALUE);
    }
    return clamped;
  }
}
