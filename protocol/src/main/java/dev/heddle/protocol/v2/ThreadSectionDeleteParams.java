package dev.heddle.protocol.v2;

/** Params of {@code threadSection/delete}: the section to remove; its threads stay. */
public record ThreadSectionDeleteParams(String sectionId) {}
