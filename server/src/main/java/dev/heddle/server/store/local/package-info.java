/**
 * The local store: a home directory in Codex's format, which Codex can list, read and resume, and
 * whose threads Codex wrote this store opens.
 *
 * <p>Truth is the rollout files. Read them through {@link
 * dev.heddle.server.store.local.RolloutReader} and {@link
 * dev.heddle.server.store.local.RolloutChain}, append to them through {@link
 * dev.heddle.server.store.local.RolloutJournal} only. {@link
 * dev.heddle.server.store.local.IndexFile} is a projection of them that may be lost at any time;
 * {@link dev.heddle.server.store.local.Catalogue} compares it with the files before it is believed.
 */
@NullMarked
package dev.heddle.server.store.local;

import org.jspecify.annotations.NullMarked;
