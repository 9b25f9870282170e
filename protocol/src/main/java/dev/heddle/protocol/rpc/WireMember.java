package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import org.jspecify.annotations.Nullable;

/**
 * One member of a JSON object, described for whoever writes it down. Immutable.
 *
 * @param name the member on the wire
 * @param component the record component
 * @param form of its value, null left aside
 * @param nullable whether its value may be null
 * @param mayBeAbsent whether an object without it is accepted
 * @param omitted whether it is left out, when it has no value, rather than written as null
 * @param defaultValue what its absence stands for where that is a value; else null
 * @param experimental whether it needs {@code capabilities.experimentalApi}
 */
public record WireMember(
    String name,
    String component,
    WireForm form,
    boolean nullable,
    boolean mayBeAbsent,
    boolean omitted,
    @Nullable JsonElement defaultValue,
    boolean experimental) {}
