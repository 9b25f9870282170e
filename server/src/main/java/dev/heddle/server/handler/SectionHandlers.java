package dev.heddle.server.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ThreadSectionAppearance;
import dev.heddle.protocol.v2.ThreadSectionCreateParams;
import dev.heddle.protocol.v2.ThreadSectionCreateResponse;
import dev.heddle.protocol.v2.ThreadSectionDeleteParams;
import dev.heddle.protocol.v2.ThreadSectionDeleteResponse;
import dev.heddle.protocol.v2.ThreadSectionListParams;
import dev.heddle.protocol.v2.ThreadSectionListResponse;
import dev.heddle.protocol.v2.ThreadSectionUpdateParams;
import dev.heddle.protocol.v2.ThreadSectionUpdateResponse;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.store.SectionBook;
import dev.heddle.server.store.SectionLook;
import dev.heddle.server.store.StoredSection;
import dev.heddle.server.store.ThreadSections;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.Uuid7;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests about sections themselves; {@link SectionMoves} is about what is in them.
 *
 * <p>A section that goes leaves its threads, active and archived, in none; nobody is notified, as
 * with the peer.
 */
public final class SectionHandlers {
  private static final int MOST_LOOK_BYTES = 64;

  private final ThreadStore store;

  SectionHandlers(ThreadStore store) {
    this.store = store;
  }

  /** {@code threadSection/list}: the built-in one first, then in the order they were made. */
  public Reply<ThreadSectionListResponse> list(
      ThreadSectionListParams params, RequestContext context) {
    String after = params.cursor() == null ? "" : params.cursor();
    int limit = TurnPages.limit(params.limit());
    List<StoredSection> rest =
        of(store, "threadSection/list").book().sections().stream()
            .filter(section -> section.id().compareTo(after) > 0)
            .toList();
    List<StoredSection> page = rest.subList(0, Math.min(limit, rest.size()));
    return Reply.of(
        new ThreadSectionListResponse(
            page.stream().map(SectionViews::of).toList(),
            page.size() < rest.size() ? page.getLast().id() : null));
  }

  /** {@code threadSection/create}. */
  public Reply<ThreadSectionCreateResponse> create(
      ThreadSectionCreateParams params, RequestContext context) {
    ThreadSections sections = of(store, "threadSection/create");
    String name = name(params.name());
    StoredSection created = new StoredSection(Uuid7.next(), name, checkedLook(params.appearance()));
    sections.change(book -> book.with(created));
    return Reply.of(new ThreadSectionCreateResponse(SectionViews.of(created)));
  }

  /** {@code threadSection/update}. */
  public Reply<ThreadSectionUpdateResponse> update(
      ThreadSectionUpdateParams params, RequestContext context) {
    ThreadSections sections = of(store, "threadSection/update");
    String name = name(params.name());
    String id = changeable(params.sectionId(), "renamed");
    SectionLook look = checkedLook(params.appearance().value());
    SectionBook changed =
        sections.change(book -> {
          SectionLook kept = existing(book, id).look();
          return book.with(
              new StoredSection(id, name, params.appearance().isPresent() ? look : kept));
        });
    return Reply.of(new ThreadSectionUpdateResponse(SectionViews.of(existing(changed, id))));
  }

  /** {@code threadSection/delete}. */
  public Reply<ThreadSectionDeleteResponse> delete(
      ThreadSectionDeleteParams params, RequestContext context) {
    ThreadSections sections = of(store, "threadSection/delete");
    String id = changeable(params.sectionId(), "deleted");
    sections.change(book -> book.without(existing(book, id).id()));
    return Reply.of(new ThreadSectionDeleteResponse());
  }

  /** The store's sections; a store without any is refused in the words that clients know. */
  static ThreadSections of(ThreadStore store, String method) {
    return store.sections().orElseThrow(() -> unavailable(method));
  }

  /** What a store that lacks what the method is about makes of it. */
  static RpcException unavailable(String method) {
    return RpcException.of(
        RpcException.UNSUPPORTED,
        ErrorKind.UNSUPPORTED,
        method + " is unavailable without sqlite state");
  }

  private static String name(String given) {
    String name = given.strip();
    if (name.isEmpty()) {
      throw RpcException.invalidParams("section name must not be empty");
    }
    return name;
  }

  private static String changeable(String sectionId, String how) {
    if (sectionId.isBlank()) {
      throw RpcException.invalidParams("sectionId must not be empty");
    }
    if (sectionId.equals(SectionBook.PINNED_ID)) {
      throw RpcException.invalidParams("the built-in pinned section cannot be " + how);
    }
    return sectionId;
  }

  private static StoredSection existing(SectionBook book, String id) {
    StoredSection section = book.section(id);
    if (section == null) {
      throw RpcException.invalidParams("thread section not found: " + id);
    }
    return section;
  }

  private static @Nullable SectionLook checkedLook(@Nullable ThreadSectionAppearance appearance) {
    if (appearance != null) {
      checkLength("icon", appearance.icon());
      checkLength("color", appearance.color());
    }
    return SectionViews.look(appearance);
  }

  private static void checkLength(String member, @Nullable String value) {
    if (value != null && value.getBytes(UTF_8).length > MOST_LOOK_BYTES) {
      throw RpcException.invalidParams(
          "section appearance %s must not exceed %d bytes".formatted(member, MOST_LOOK_BYTES));
    }
  }
}
