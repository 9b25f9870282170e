package dev.heddle.server.store;

/** The projects of a store, and which thread belongs to which. */
public interface ThreadProjects extends KeptBook<ProjectBook> {}
