package dev.heddle.protocol.rpc;

import java.util.List;

/**
 * One variant of a union, described for whoever writes it down. Immutable.
 *
 * @param type the record
 * @param name what tells it from the others on the wire
 * @param members of its object; empty for a bare string in a union with keys
 * @param singleValue whether, in a union with keys, the one member's value stands for the object
 * @param membersName what the members are called without the tag; empty where they have no name
 * @param experimental whether it needs {@code capabilities.experimentalApi}
 */
public record WireVariant(
    Class<?> type,
    String name,
    List<WireMember> members,
    boolean singleValue,
    String membersName,
    boolean experimental) {}
