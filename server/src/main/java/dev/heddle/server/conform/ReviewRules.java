package dev.heddle.server.conform;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;

/** Reviews. */
final class ReviewRules {
  private static final String TARGET = "target:{type:'custom',instructions:'look at it'}";

  private ReviewRules() {}

  static Section section() {
    return Section.named("reviews", "reviews of changes in a thread")
        .rule(
            "result",
            "a review ends with its result, as the end of the review and as a message",
            bench -> {
              TurnRecord review = review(bench);
              RuleBroken.unless(
                  review.items("enteredReviewMode").size() == 1
                      && review.items("exitedReviewMode").size() == 1
                      && !review.items("agentMessage").isEmpty(),
                  "the items are " + review.all("item/completed"));
              String result = review.items("exitedReviewMode").getFirst().toString();
              RuleBroken.unless(result.contains("It is fine."), "the result is " + result);
            })
        .rule(
            "one-turn",
            "a review is one turn: everything in it names the turn that was answered with",
            bench -> {
              TurnRecord review = review(bench);
              for (JsonObject message : review.messages()) {
                JsonObject params = message.getAsJsonObject("params");
                if (params != null && params.get("turn") instanceof JsonObject turn) {
                  JsonElement id = turn.get("id");
                  RuleBroken.unless(
                      review.id().equals(id.getAsString()),
                      message.get("method") + " names another turn");
                }
              }
              bench
                  .client()
                  .ask("thread/turns/list", "{threadId:'%s'}", threadOf(review))
                  .is("data[0].id", "'%s'", review.id())
                  .is("data[0].status", "'completed'")
                  .is("nextCursor", "null");
            })
        .rule(
            "refused",
            "a blank target is refused",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              client
                  .ask(
                      "review/start",
                      "{threadId:'%s',target:{type:'baseBranch',branch:' '}}",
                      threadId)
                  .refused(-32600, "branch must not be empty");
            });
  }

  private static String threadOf(TurnRecord review) {
    return review.all("turn/completed").getLast().get("threadId").getAsString();
  }

  private static TurnRecord review(Bench bench) throws IOException, InterruptedException {
    Client client = bench.client();
    String threadId = client.startThread();
    bench.modelSays("say \"It is fine.\"");
    int from = client.mark();
    Answer answer = client.ask("review/start", "{threadId:'%s'," + TARGET + "}", threadId);
    answer.is("reviewThreadId", "'%s'", threadId);
    String turnId = answer.at("turn.id").getAsString();
    return client.endOfTurn(from, turnId);
  }
}
