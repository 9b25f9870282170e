/**
 * What the files of a Git repository say, read without running Git: which commit and branch is
 * checked out and where it came from. Nothing here changes a repository.
 */
@NullMarked
package dev.heddle.server.git;

import org.jspecify.annotations.NullMarked;
