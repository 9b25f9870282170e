/**
 * What tests of the server are made of: clients over pipes and processes, a driven executor and
 * clock, and the checker that every recorded trace runs through.
 */
package dev.heddle.server.testkit;
