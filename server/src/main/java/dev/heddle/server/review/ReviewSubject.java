package dev.heddle.server.review;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.ReviewTarget;
import org.jspecify.annotations.Nullable;

/**
 * What is to be reviewed, in three forms.
 *
 * @param target as it was asked for, without blanks around the texts
 * @param hint for people, such as {@code changes against 'main'}
 * @param prompt the task as the reviewer reads it
 */
public record ReviewSubject(ReviewTarget target, String hint, String prompt) {
  private static final int SHORT_SHA = 7;

  /**
   * The subject a client names.
   *
   * @throws RpcException when a text of it is blank
   */
  public static ReviewSubject of(ReviewTarget given) {
    return switch (given) {
      case ReviewTarget.UncommittedChanges target ->
          new ReviewSubject(
              target,
              "current changes",
              "Review what is changed in the working tree and not committed yet: staged changes,"
                  + " unstaged changes, and files that Git does not track.");
      case ReviewTarget.BaseBranch asked -> ofBranch(text(asked.branch(), "branch"));
      case ReviewTarget.Commit asked ->
          ofCommit(text(asked.sha(), "sha"), asked.title() == null ? "" : asked.title().strip());
      case ReviewTarget.Custom asked -> {
        String instructions = text(asked.instructions(), "instructions");
        yield new ReviewSubject(new ReviewTarget.Custom(instructions), instructions, instructions);
      }
    };
  }

  private static ReviewSubject ofBranch(String branch) {
    return new ReviewSubject(
        new ReviewTarget.BaseBranch(branch),
        "changes against '" + branch + "'",
        "Review what the present state would bring into the branch '"
            + branch
            + "'. Find the commit where the two parted (git merge-base, with the branch or, where"
            + " it has one, its upstream) and look at the difference from there.");
  }

  private static ReviewSubject ofCommit(String sha, String title) {
    @Nullable String subject = title.isEmpty() ? null : title;
    return new ReviewSubject(
        new ReviewTarget.Commit(sha, subject),
        "commit "
            + sha.substring(0, sha.offsetByCodePoints(0, shortLength(sha)))
            + (subject == null ? "" : ": " + subject),
        "Review what the commit "
            + sha
            + (subject == null ? "" : " (\"" + subject + "\")")
            + " changes.");
  }

  private static int shortLength(String sha) {
    return Math.min(SHORT_SHA, sha.codePointCount(0, sha.length()));
  }

  private static String text(String given, String member) {
    String text = given.strip();
    if (text.isEmpty()) {
      throw RpcException.invalidRequest(member + " must not be empty");
    }
    return text;
  }

  /** The target as histories keep it: as on the wire. */
  public JsonObject storedTarget() {
    return WireJson.toTree(target).getAsJsonObject();
  }
}
