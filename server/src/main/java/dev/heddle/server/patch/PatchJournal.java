package dev.heddle.server.patch;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.heddle.server.log.Log;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What patches of several files are about to do, written down before the first file changes. What a
 * process that died in between has done is taken back by the next one, so that such a patch, too,
 * was applied as a whole or not at all.
 *
 * <p><b>Files:</b> {@code ID.json} for each patch that is being applied, locked by the process that
 * applies it: {@code folders} that were made for it, and {@code writes} with {@code path}, the name
 * {@code beside} it that the new content has before and a removed file has behind its turn, the
 * content {@code before} in Base64 with {@code permissions}, {@code owner} and {@code group}, and
 * the SHA-256 of what is there {@code after}; null where there is no file. {@code ID.tmp} is an
 * entry that is being written, or was when its process died.
 *
 * <p><b>Durability:</b> an entry is forced to the disk before a file changes, and its end before
 * the patch is told to be applied.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class PatchJournal {
  private static final Log LOG = Log.of(PatchJournal.class);
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;
  private static final String UNFINISHED = ".tmp";
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  // What is in users' files is nobody else's.
  private static final FileAttribute<?>[] PRIVATE_FOLDER = onlyFor("rwx------");
  private static final FileAttribute<?>[] PRIVATE_FILE = onlyFor("rw-------");

  private final @Nullable Path directory;

  private PatchJournal(@Nullable Path directory) {
    this.directory = directory;
  }

  /** The journal in this directory, which is made when it is needed. */
  public static PatchJournal in(Path directory) {
    return new PatchJournal(directory);
  }

  /** One that writes nothing down: after a crash each file is whole, but some may be changed. */
  public static PatchJournal none() {
    return new PatchJournal(null);
  }

  /** The entry of one patch; closing it says that there is nothing to take back. */
  interface Entry extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /**
   * Writes down what is about to be done; a single file needs no entry.
   *
   * @param made folders that were made for it
   */
  Entry begin(List<StagedWrite> writes, List<Path> made) throws IOException {
    if (directory == null || writes.size() < 2) {
      return () -> {};
    }
    JsonObject entry = new JsonObject();
    JsonArray entries = new JsonArray();
    writes.forEach(write -> entries.add(entry(write)));
    entry.add("writes", entries);
    JsonArray folders = new JsonArray();
    made.forEach(folder -> folders.add(folder.toString()));
    entry.add("folders", folders);
    Files.createDirectories(directory, PRIVATE_FOLDER);
    String id = UUID.randomUUID().toString();
    Path unfinished = directory.resolve(id + UNFINISHED); // no entry before it is locked and whole
    FileChannel channel = create(unfinished);
    Path file = directory.resolve(id + ".json");
    try {
      ByteBuffer bytes = ByteBuffer.wrap(entry.toString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      force(directory);
    } catch (IOException | RuntimeException e) {
      channel.close();
      Files.deleteIfExists(unfinished);
      throw e;
    }
    return () -> {
      try (channel) {
        Files.delete(file);
        force(directory);
      }
    };
  }

  /** Makes a file and locks it, once more if somebody took it for left over in between. */
  private static FileChannel create(Path file) throws IOException {
    while (true) {
      FileChannel channel = FileChannel.open(file, NEW, PRIVATE_FILE);
      boolean ours = false;
      try {
        ours = channel.tryLock() != null && Files.exists(file);
        if (ours) {
          return channel;
        }
      } finally {
        if (!ours) {
          channel.close();
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static FileAttribute<?>[] onlyFor(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static void force(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      LOG.debug(() -> "directories cannot be forced to the disk here: " + e);
    }
  }

  private static JsonObject entry(StagedWrite staged) {
    FileWrite write = staged.write();
    JsonObject entry = new JsonObject();
    entry.addProperty("path", write.location().real().toString());
    entry.addProperty("beside", staged.beside());
    FileContent before = write.after() == null ? null : write.before(); // a removed one is kept
    entry.addProperty(
        "before", before == null ? null : Base64.getEncoder().encodeToString(before.bytes()));
    FileRights rights = before == null ? FileRights.NONE : before.rights();
    entry.addProperty(
        "permissions", before == null ? null : PosixFilePermissions.toString(rights.permissions()));
    entry.addProperty("owner", rights.owner() == null ? null : rights.owner().getName());
    entry.addProperty("group", rights.group() == null ? null : rights.group().getName());
    entry.addProperty("after", write.after() == null ? null : sha256(write.after()));
    return entry;
  }

  private static String sha256(FileContent content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content.bytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /**
   * Takes back what processes have done that did not come to the end of their patch. A file that
   * somebody has changed since stays as it is. An entry is kept as long as one of its files cannot
   * be brought back.
   */
  public void takeBack() {
    if (directory == null) {
      return;
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, "*{.json," + UNFINISHED + "}")) {
      for (Path file : files) {
        takeBack(file);
      }
    } catch (NoSuchFileException e) {
      // No patch was ever written down.
    } catch (IOException e) {
      LOG.error("broken off patches could not be looked for", e);
    }
  }

  private static void takeBack(Path file) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        return; // its process is at it
      }
      if (file.toString().endsWith(UNFINISHED)) {
        Files.delete(file); // no file has changed before an entry is whole
        return;
      }
      Reader reader = Channels.newReader(channel, StandardCharsets.UTF_8);
      if (takeBack(JsonParser.parseReader(reader).getAsJsonObject())) {
        LOG.warn("a patch that was broken off was taken back");
        Files.delete(file);
      } else {
        LOG.error(file + " is kept, with the contents that are still to be brought back");
      }
    } catch (OverlappingFileLockException | NoSuchFileException e) {
      // This process is at it, or it is done.
    } catch (IOException | JsonParseException | IllegalStateException e) {
      LOG.error(file + ": what a broken off patch did could not be taken back", e);
    }
  }

  /** Takes back one patch; returns whether nothing of it is left to be taken back. */
  private static boolean takeBack(JsonObject entry) {
    List<Path> made =
        entry.getAsJsonArray("folders").asList().stream()
            .map(folder -> Path.of(folder.getAsString()))
            .toList();
    boolean done = true;
    for (JsonElement write : entry.getAsJsonArray("writes")) {
      done &= takeBack(write.getAsJsonObject(), made);
    }
    if (done) {
      made.reversed().forEach(PatchJournal::removeEmpty);
    }
    return done;
  }

  private static boolean takeBack(JsonObject entry, List<Path> made) {
    Path path = Path.of(entry.get("path").getAsString());
    Path parent = Objects.requireNonNull(path.getParent());
    Folders folders = new Folders();
    try {
      if (Files.isDirectory(parent)) {
        try (Folder folder = folders.open(parent)) {
          takeBack(folder, String.valueOf(path.getFileName()), entry);
        }
      } else {
        requireRemoved(parent, made);
      }
      return true;
    } catch (IOException e) {
      LOG.error(path + " could not be brought back to what it was before a broken off patch", e);
      return false;
    } finally {
      folders.removeMade(); // of a file whose folder has gone meanwhile
    }
  }

  /**
   * A folder that was made for the patch may have gone since; of others the files are elsewhere.
   */
  private static void requireRemoved(Path folder, List<Path> made) throws IOException {
    @Nullable Path before = folder;
    while (before != null && made.contains(before)) {
      before = before.getParent();
    }
    if (before == null || !Files.isDirectory(before)) {
      throw new NotDirectoryException(String.valueOf(before));
    }
  }

  private static void takeBack(Folder folder, String name, JsonObject entry) throws IOException {
    String beside = entry.get("beside").getAsString();
    boolean besideExists = exists(folder, beside);
    if (entry.get("after").isJsonNull()) {
      if (besideExists && !exists(folder, name)) {
        folder.rename(beside, name);
      }
      return;
    }
    if (besideExists) {
      folder.remove(beside);
    }
    // What is beside a new file is its content; beside another it may also be what bringing back
    // has left.
    boolean reached = !besideExists || !entry.get("before").isJsonNull();
    if (reached && isStill(folder.read(name, MAX_BYTES), entry.get("after"))) {
      bringBack(folder, name, beside, entry);
    }
  }

  private static boolean exists(Folder folder, String name) throws IOException {
    return folder.isLink(name) || folder.read(name, MAX_BYTES) != null;
  }

  private static boolean isStill(@Nullable FileContent now, JsonElement after) {
    return now != null && sha256(now).equals(after.getAsString());
  }

  private static void bringBack(Folder folder, String name, String beside, JsonObject entry)
      throws IOException {
    if (entry.get("before").isJsonNull()) {
      folder.remove(name);
      return;
    }
    try {
      folder.create(
          beside,
          new FileContent(
              Base64.getDecoder().decode(entry.get("before").getAsString()), rights(entry)));
      folder.rename(beside, name);
    } catch (IOException e) {
      removeBeside(folder, beside, e);
      throw e;
    }
  }

  private static FileRights rights(JsonObject entry) {
    UserPrincipalLookupService names = FileSystems.getDefault().getUserPrincipalLookupService();
    return new FileRights(
        PosixFilePermissions.fromString(entry.get("permissions").getAsString()),
        principal(entry.get("owner"), names::lookupPrincipalByName),
        principal(entry.get("group"), names::lookupPrincipalByGroupName));
  }

  private interface Lookup<T> {
    T find(String name) throws IOException;
  }

  private static <T> @Nullable T principal(@Nullable JsonElement name, Lookup<T> lookup) {
    if (name == null || name.isJsonNull()) {
      return null;
    }
    try {
      return lookup.find(name.getAsString());
    } catch (IOException e) {
      LOG.debug(() -> "the owner or group of a file is not known any more: " + e);
      return null;
    }
  }

  private static void removeBeside(Folder folder, String beside, IOException cause) {
    try {
      folder.remove(beside);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static void removeEmpty(Path folder) {
    try {
      Files.delete(folder);
    } catch (IOException e) {
      // In use, or gone.
    }
  }
}
