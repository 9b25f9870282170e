package dev.heddle.server.store;

import com.google.gson.JsonElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Capability: things that clients put beside threads. They are kept apart from the threads: no
 * journal knows of them, and a change needs no thread's writer lock. They stay through everything
 * that happens to their thread, and go when it is deleted. Who asks for a change has looked whether
 * there is such a thread.
 *
 * <p><b>Thread-safety:</b> thread-safe, also between processes on one storage: changes of a
 * thread's attachments come one after the other, and looking waits for nobody.
 *
 * <p><b>Durability:</b> a change is on the device when its method returns.
 *
 * <p><b>Errors:</b> {@link ThreadStoreException}; a change that failed is not there, or there as a
 * whole. CORRUPT when an attachment that is asked for cannot be understood; it can be removed.
 */
public interface ThreadAttachments {
  /** How many attachments a thread may have. */
  int MAX_OF_THREAD = 100;

  /**
   * A page ends when its payloads take so much memory; clients read on with the next one. All that
   * a thread can have of text is less.
   */
  long PAGE_BYTES = 8 << 20;

  /** What a value within another takes in memory, beside its text. */
  int ELEMENT_BYTES = 64;

  /**
   * A place in the order of a thread's attachments: behind the one of this id.
   *
   * @param createdAtSeconds when that was made, seconds since 1970; orders before the id does
   */
  record Place(long createdAtSeconds, String id) {
    /** Whether the attachment of this id is behind this place. */
    public boolean isBefore(String otherId, long otherSeconds) {
      return createdAtSeconds == otherSeconds
          ? id.compareTo(otherId) < 0
          : createdAtSeconds < otherSeconds;
    }

    /** The place behind this attachment. */
    public static Place behind(StoredAttachment attachment) {
      return new Place(attachment.createdAt().getEpochSecond(), attachment.id());
    }
  }

  /**
   * A part of a thread's attachments.
   *
   * @param hasMore whether there are others behind these
   */
  record Page(List<StoredAttachment> attachments, boolean hasMore) {}

  /**
   * What came of adding one.
   *
   * @param attachment the new one, or the one that the thread had
   */
  record Added(StoredAttachment attachment, boolean isNew) {}

  /**
   * A part of the threads that have an attachment; some of them may not be there any more.
   *
   * @param threadIds in order
   * @param next where the next part begins; null on the last one
   */
  record Owners(List<String> threadIds, @Nullable String next) {}

  /** How much memory JSON takes when it is read, roughly: values are larger than their text. */
  static long memoryOf(String json) {
    long elements = 0;
    boolean inText = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (inText && c == '\\') {
        i++;
      } else if (c == '"') {
        inText = !inText;
      } else if (!inText && (c == ',' || c == '[' || c == '{')) {
        elements++;
      }
    }
    return json.length() + elements * ELEMENT_BYTES;
  }

  /**
   * A page of the thread's attachments, oldest first; empty for a thread without any.
   *
   * @param after null for the first page
   * @param limit at least 1
   */
  Page list(String threadId, @Nullable Place after, int limit);

  /**
   * Puts an attachment behind the thread's others, unless it has one of this identity.
   *
   * @throws ThreadStoreException INVALID_REQUEST when it has {@link #MAX_OF_THREAD} others already
   */
  Added add(String threadId, AttachmentIdentity identity, JsonElement payload);

  /** Takes an attachment away. Returns its id, or null when the thread has none of this kind. */
  @Nullable String remove(String threadId, AttachmentIdentity identity);

  /**
   * Threads that have an attachment of this identity, by their ids.
   *
   * @param after the id of a thread to begin behind, or null
   * @param limit of how many threads to look at, at least 1
   */
  Owners owners(AttachmentIdentity identity, @Nullable String after, int limit);

  /**
   * Gives a thread without attachments what another has, as attachments of its own. One that cannot
   * be understood is left out.
   */
  void copy(String fromThreadId, String toThreadId);

  /** Takes all attachments of a thread away, because the thread goes. */
  void forget(String threadId);
}
