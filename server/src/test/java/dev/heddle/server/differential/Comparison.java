package dev.heddle.server.differential;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.conform.stage.Json;
import dev.heddle.server.differential.Transcript.Entry;
import dev.heddle.server.differential.Transcript.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of two transcripts of one session.
 *
 * <p>The entries are aligned by what they are (the longest common subsequence of their labels), so
 * that one message too many is one difference. Aligned entries are compared member by member; an
 * entry that both have, but at another place, is compared too and counts as a difference of order.
 * When one playing stopped early, the other is compared up to there.
 */
final class Comparison {
  private static final int LONGEST_VALUE = 600;

  /**
   * Warnings, and responses to turn/start, which the peer sends before or after what goes with
   * them. That ours come before the turn starts is one of the {@link OrderRules}.
   */
  private static final List<String> FREE_IN_ORDER = List.of("warning", "turn/start");

  private static final Set<Kind> NOT_COMPARED = Set.of(Kind.STARTED, Kind.SENT, Kind.OPTIONAL);
  private static final Set<Kind> FROM_THE_SERVER = Set.of(Kind.RECEIVED, Kind.OPTIONAL);
  private static final String NOTHING = "(nothing)";
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private final String session;
  private final List<Difference> differences = new ArrayList<>();

  private Comparison(String session) {
    this.session = session;
  }

  static List<Difference> compare(String session, Transcript peer, Transcript ours) {
    Comparison comparison = new Comparison(session);
    int lastStep = Math.min(lastStep(peer), lastStep(ours));
    Predicate<Entry> compared = e -> !NOT_COMPARED.contains(e.kind()) && e.step() <= lastStep;
    List<Predicate<Entry>> parts = new ArrayList<>();
    parts.add(compared.and(e -> !FREE_IN_ORDER.contains(e.name())));
    FREE_IN_ORDER.forEach(name -> parts.add(compared.and(e -> e.name().equals(name))));
    for (Predicate<Entry> part : parts) {
      comparison.align(
          withoutTiming(withoutRepeatedStatus(peer.wire()), part),
          withoutTiming(ours.wire(), part));
    }
    comparison.align(
        peer.modelRequests().stream().filter(compared).toList(),
        ours.modelRequests().stream().filter(compared).toList());
    return List.copyOf(comparison.differences);
  }

  private static List<Entry> withoutTiming(List<Entry> wire, Predicate<Entry> part) {
    return WithoutTiming.of(wire).stream().filter(part).toList();
  }

  /**
   * Leaves out what tells a thread's status a second time: the peer does so at times when it
   * unloads a thread, depending on which of its tasks is first. Ours never does.
   */
  private static List<Entry> withoutRepeatedStatus(List<Entry> peer) {
    Map<JsonElement, JsonElement> told = new HashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Entry entry : peer) {
      boolean repeated = false;
      if (entry.kind() == Kind.STARTED) {
        told.clear();
      } else if (FROM_THE_SERVER.contains(entry.kind())
          && entry.name().equals("thread/status/changed")) {
        JsonObject params = entry.content().getAsJsonObject().getAsJsonObject("params");
        JsonElement status = params.get("status");
        repeated = status.equals(told.put(params.get("threadId"), status));
      }
      if (!repeated) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /** The last step that was played in full. */
  private static int lastStep(Transcript transcript) {
    if (transcript.wire().isEmpty()) {
      return Integer.MAX_VALUE;
    }
    Entry last = transcript.wire().getLast();
    return last.kind() == Kind.STOPPED ? last.step() : Integer.MAX_VALUE;
  }

  private void align(List<Entry> peer, List<Entry> ours) {
    List<Entry> onlyPeer = new ArrayList<>();
    List<Entry> onlyOurs = new ArrayList<>();
    for (Alignment<Entry> row : Alignment.of(peer, ours, Entry::label)) {
      if (row.ours() == null) {
        onlyPeer.add(row.peer());
      } else if (row.peer() == null) {
        onlyOurs.add(row.ours());
      } else {
        compareEntries(row.peer(), row.ours());
      }
    }
    for (Entry entry : onlyPeer) {
      Entry moved = removeSameLabel(onlyOurs, entry);
      if (moved == null) {
        add(entry, nameOf(entry) + " only from peer", show(entry.content()), NOTHING);
      } else {
        add(
            entry,
            nameOf(entry) + " at another place",
            "step " + entry.step(),
            "step " + moved.step());
        compareEntries(entry, moved);
      }
    }
    for (Entry entry : onlyOurs) {
      add(entry, nameOf(entry) + " only from ours", NOTHING, show(entry.content()));
    }
  }

  private static @Nullable Entry removeSameLabel(List<Entry> entries, Entry like) {
    for (Entry entry : entries) {
      if (entry.label().equals(like.label())) {
        entries.remove(entry);
        return entry;
      }
    }
    return null;
  }

  private static String nameOf(Entry entry) {
    return switch (entry.kind()) {
      case MISSING -> "missing " + entry.name();
      case STOPPED -> "session stopped";
      default -> {
        boolean response = entry.content() instanceof JsonObject message && !message.has("method");
        yield response && entry.kind() == Kind.RECEIVED
            ? "response to " + entry.name()
            : entry.name() + variant(entry);
      }
    };
  }

  /** The kind of item or status that a notification is about: part of what it is. */
  private static String variant(Entry entry) {
    if (entry.content() instanceof JsonObject message
        && message.get("params") instanceof JsonObject params) {
      for (String member : List.of("item", "status")) {
        if (params.get(member) instanceof JsonObject object
            && Json.string(object, "type") instanceof String type) {
          return "[" + type + "]";
        }
      }
    }
    return "";
  }

  private void compareEntries(Entry peer, Entry ours) {
    String name = peer.name() + variant(peer);
    if (peer.content() instanceof JsonObject p && ours.content() instanceof JsonObject o) {
      if (p.has("error") != o.has("error") && !p.has("method")) {
        add(peer, name + ": outcome", show(p), show(o));
        return;
      }
      compareObjects(peer, name + ":", p, o);
    } else {
      compareValues(peer, name + ":", peer.content(), ours.content());
    }
  }

  private void compareValues(
      Entry at, String path, @Nullable JsonElement peer, @Nullable JsonElement ours) {
    if (peer instanceof JsonObject p && ours instanceof JsonObject o) {
      compareObjects(at, path, p, o);
    } else if (peer instanceof JsonArray p && ours instanceof JsonArray o) {
      compareArrays(at, path, p, o);
    } else if (peer == null && path.endsWith(" error.data") && ours instanceof JsonObject o) {
      // The peer gives data with few errors; ours is then an addition, member by member.
      compareObjects(at, path, new JsonObject(), o);
    } else if (peer == null || !peer.equals(ours)) {
      add(at, path, show(peer), show(ours));
    }
  }

  /** Equal elements are aligned first; what remains between them, by what the elements are. */
  private void compareArrays(Entry at, String path, JsonArray peer, JsonArray ours) {
    List<JsonElement> peerRest = new ArrayList<>();
    List<JsonElement> oursRest = new ArrayList<>();
    for (Alignment<JsonElement> row : Alignment.of(peer.asList(), ours.asList(), e -> e)) {
      if (row.peer() != null && row.ours() != null) {
        compareRest(at, path, peerRest, oursRest);
      } else if (row.ours() == null) {
        peerRest.add(row.peer());
      } else {
        oursRest.add(row.ours());
      }
    }
    compareRest(at, path, peerRest, oursRest);
  }

  private void compareRest(
      Entry at, String path, List<JsonElement> peerRest, List<JsonElement> oursRest) {
    for (Alignment<JsonElement> row : Alignment.of(peerRest, oursRest, Comparison::whatItIs)) {
      JsonElement either = row.peer() != null ? row.peer() : row.ours();
      compareValues(at, path + "[" + elementType(either) + "]", row.peer(), row.ours());
    }
    peerRest.clear();
    oursRest.clear();
  }

  /** Two different elements of a list are still about the same thing when these are equal. */
  private static Object whatItIs(JsonElement element) {
    if (!(element instanceof JsonObject object)) {
      return "scalar";
    }
    List<Object> parts = new ArrayList<>();
    for (String member : List.of("id", "type", "role", "turnId")) {
      parts.add(String.valueOf(object.get(member)));
    }
    if (object.get("item") instanceof JsonObject item) {
      parts.add(String.valueOf(item.get("id")));
    }
    return parts;
  }

  private void compareObjects(Entry at, String path, JsonObject peer, JsonObject ours) {
    Set<String> members = new LinkedHashSet<>(peer.keySet());
    members.addAll(ours.keySet());
    for (String member : members) {
      String separator = path.endsWith(":") ? " " : ".";
      String next = path + separator + member.replaceAll("-\\d+>", ">");
      compareValues(at, next, peer.get(member), ours.get(member));
    }
  }

  private static String elementType(@Nullable JsonElement element) {
    String type = element == null ? null : Json.string(element, "type");
    return type == null ? "" : type;
  }

  private static String show(@Nullable JsonElement value) {
    if (value == null) {
      return "(absent)";
    }
    String text = GSON.toJson(value);
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
  }

  private void add(Entry at, String key, String peer, String ours) {
    differences.add(new Difference(key, session, at.section(), peer, ours));
  }
}
