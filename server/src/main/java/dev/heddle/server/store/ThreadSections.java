package dev.heddle.server.store;

/** The groups that users sort their threads into. */
public interface ThreadSections extends KeptBook<SectionBook> {}
