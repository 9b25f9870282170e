package dev.heddle.server.context;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.WorldState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a model has to know of where it works, at one moment.
 *
 * <p>{@link #state} is what a {@code world_state} record keeps of it: enough to tell later what has
 * changed, so that only that is said again.
 *
 * @param instructions the project's and the user's instruction files
 * @param environment directory, shell, date, … as the model is told
 * @param permissions what it may do, as the model is told
 * @param skills which skills there are, as the model is told; empty for none
 * @param developer the client's additional instructions, or null
 * @param environmentState the parts of {@code environment}, for the record
 */
public record Surroundings(
    ProjectInstructions instructions,
    String environment,
    String permissions,
    String skills,
    @Nullable String developer,
    JsonObject environmentState) {
  private static final String AGENTS = "agents_md";
  private static final String ENVIRONMENTS = "environments";
  private static final String SKILLS = "host_skills";
  private static final String PERMISSIONS = "permissions";
  private static final String DEVELOPER = "developer_instructions";

  /**
   * What a model is told, in this order.
   *
   * @param role of the message
   * @param parts its texts
   * @param kinds what each part is
   */
  public record Message(String role, List<String> parts, List<String> kinds) {}

  /** All of it, as it is recorded. */
  public JsonObject state() {
    JsonObject agents = new JsonObject();
    if (!instructions.text().isEmpty()) {
      agents.addProperty("directory", instructions.directory());
      agents.addProperty("text", instructions.text());
    }
    JsonObject state = new JsonObject();
    state.add(AGENTS, agents);
    state.add(ENVIRONMENTS, environmentState.deepCopy());
    JsonObject listed = new JsonObject();
    if (!skills.isEmpty()) {
      listed.addProperty("body", skills);
    }
    state.add(SKILLS, listed);
    state.addProperty(PERMISSIONS, permissions);
    state.addProperty(DEVELOPER, developer == null ? "" : developer);
    return state;
  }

  /**
   * What the model does not know yet.
   *
   * @param told what it was told, as {@link WorldState} remembers it; null when it knows nothing
   */
  public List<Message> news(@Nullable JsonObject told) {
    JsonObject now = WorldState.remembered(state());
    List<String> guidance = new ArrayList<>();
    List<String> guidanceKinds = new ArrayList<>();
    boolean toldSkills = told != null && !inner(told, SKILLS).isEmpty();
    if (!sameInner(told, now, SKILLS) && (toldSkills || !skills.isEmpty())) {
      guidance.add(skills(toldSkills));
      guidanceKinds.add("host_skills.instructions");
    }
    if (!same(told, now, PERMISSIONS)) {
      guidance.add(permissions);
      guidanceKinds.add("permissions.instructions");
    }
    if (developer != null && !same(told, now, DEVELOPER)) {
      guidance.add(developer);
      guidanceKinds.add("developer.instructions");
    }
    List<String> place = new ArrayList<>();
    List<String> placeKinds = new ArrayList<>();
    boolean toldAgents = told != null && !inner(told, AGENTS).isEmpty();
    if (!sameInner(told, now, AGENTS) && (toldAgents || !instructions.text().isEmpty())) {
      place.add(agents(toldAgents));
      placeKinds.add("agents_md.instructions");
    }
    if (!same(told, now, ENVIRONMENTS)) {
      place.add(environment);
      placeKinds.add("environments.environment_context");
    }
    List<Message> messages = new ArrayList<>();
    if (!guidance.isEmpty()) {
      messages.add(new Message("developer", guidance, guidanceKinds));
    }
    if (!place.isEmpty()) {
      messages.add(new Message("user", place, placeKinds));
    }
    return messages;
  }

  private String agents(boolean replacing) {
    StringBuilder text =
        new StringBuilder("# AGENTS.md instructions for ").append(instructions.directory());
    if (instructions.text().isEmpty()) {
      return text.append("\n\nThe AGENTS.md instructions given before do not apply here.")
          .toString();
    }
    if (replacing) {
      text.append("\n\nThey take the place of all AGENTS.md instructions given before.");
    }
    return text.append("\n\n<INSTRUCTIONS>\n")
        .append(instructions.text())
        .append("\n</INSTRUCTIONS>")
        .toString();
  }

  private String skills(boolean replacing) {
    if (skills.isEmpty()) {
      return "The skills listed before are no longer there.";
    }
    return replacing ? "These skills take the place of those listed before.\n\n" + skills : skills;
  }

  private static boolean sameInner(@Nullable JsonObject told, JsonObject now, String member) {
    return told != null && inner(told, member).equals(inner(now, member));
  }

  /** A member that is an object; empty where there is none. */
  private static JsonObject inner(JsonObject told, String member) {
    JsonObject inner = Json.object(told, member);
    return inner == null ? new JsonObject() : inner;
  }

  private static boolean same(@Nullable JsonObject told, JsonObject now, String member) {
    return told != null && Objects.equals(told.get(member), now.get(member));
  }
}
