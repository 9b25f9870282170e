/**
 * The search for files by parts of their path: which files there are below some folders, less those
 * that the project tells tools to ignore, and how well a path fits what was typed. Nothing is kept
 * on disk. A search reads the folders anew; a session reads them once and is asked many times.
 */
@NullMarked
package dev.heddle.server.search;

import org.jspecify.annotations.NullMarked;
