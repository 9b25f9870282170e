package dev.heddle.server.store.memory;

import com.google.gson.JsonElement;
import dev.heddle.server.store.AttachmentIdentity;
import dev.heddle.server.store.StoredAttachment;
import dev.heddle.server.store.ThreadAttachments;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.Uuid7;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Attachments in memory, for all stores on one backing.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class MemoryAttachments implements ThreadAttachments {
  // Guarded by this.
  private final SortedMap<String, Map<AttachmentIdentity, StoredAttachment>> threads =
      new TreeMap<>();

  @Override
  public synchronized Page list(String threadId, @Nullable Place after, int limit) {
    List<StoredAttachment> page = new ArrayList<>();
    long bytes = 0;
    for (StoredAttachment each : threads.getOrDefault(threadId, Map.of()).values()) {
      if (after == null || after.isBefore(each.id(), each.createdAt().getEpochSecond())) {
        if (page.size() == limit || bytes >= PAGE_BYTES) {
          return new Page(page, true);
        }
        page.add(each);
        bytes += ThreadAttachments.memoryOf(each.payload().toString());
      }
    }
    return new Page(page, false);
  }

  @Override
  public synchronized Added add(String threadId, AttachmentIdentity identity, JsonElement payload) {
    Map<AttachmentIdentity, StoredAttachment> own =
        threads.computeIfAbsent(threadId, id -> new LinkedHashMap<>());
    StoredAttachment present = own.get(identity);
    if (present != null) {
      return new Added(present, false);
    }
    if (own.size() >= MAX_OF_THREAD) {
      throw ThreadStoreException.invalid(
          threadId, "thread attachment identity count exceeds " + MAX_OF_THREAD);
    }
    StoredAttachment made = new StoredAttachment(Uuid7.next(), identity, payload);
    own.put(identity, made);
    return new Added(made, true);
  }

  @Override
  public synchronized @Nullable String remove(String threadId, AttachmentIdentity identity) {
    Map<AttachmentIdentity, StoredAttachment> own = threads.get(threadId);
    StoredAttachment removed = own == null ? null : own.remove(identity);
    return removed == null ? null : removed.id();
  }

  @Override
  public synchronized Owners owners(
      AttachmentIdentity identity, @Nullable String after, int limit) {
    List<String> owners = new ArrayList<>();
    for (Map.Entry<String, Map<AttachmentIdentity, StoredAttachment>> thread : threads.entrySet()) {
      String id = thread.getKey();
      if (thread.getValue().containsKey(identity) && (after == null || id.compareTo(after) > 0)) {
        if (owners.size() == limit) {
          return new Owners(owners, owners.getLast());
        }
        owners.add(id);
      }
    }
    return new Owners(owners, null);
  }

  @Override
  public synchronized void copy(String fromThreadId, String toThreadId) {
    List<StoredAttachment> source =
        List.copyOf(threads.getOrDefault(fromThreadId, Map.of()).values());
    source.forEach(each -> add(toThreadId, each.identity(), each.payload()));
  }

  @Override
  public synchronized void forget(String threadId) {
    threads.remove(threadId);
  }
}
