package dev.heddle.server.store;

/** What the parts of {@link ThreadStoreContract} need of the store they are about. */
interface StoreOnTrial {
  /** The store of this test, open. */
  ThreadStore store();

  /** Ends the process: closes the store and opens another on what it kept. */
  ThreadStore restart();

  /** Another process: a second store on what the first one keeps, while that one stays open. */
  ThreadStore secondProcess();
}
