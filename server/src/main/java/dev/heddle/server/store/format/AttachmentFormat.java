package dev.heddle.server.store.format;

import com.google.common.hash.Hashing;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.store.AttachmentIdentity;
import dev.heddle.server.store.StoredAttachment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An attachment as stores write it: {@code {"attachmentType","identityKey","payload"}}. */
public final class AttachmentFormat {
  private AttachmentFormat() {}

  /** The bytes of an attachment; its id is kept beside them. */
  public static byte[] encode(StoredAttachment attachment) {
    JsonObject json = new JsonObject();
    json.addProperty("attachmentType", attachment.identity().type());
    json.addProperty("identityKey", attachment.identity().key());
    json.add("payload", attachment.payload());
    return RolloutCodec.escapeLoneSurrogates(json.toString()).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The attachment of these bytes.
   *
   * @param hash what {@link #hash} says of its identity
   * @throws DamagedFormatException when they are none, or one of another identity
   */
  public static StoredAttachment decode(String id, String hash, byte[] bytes)
      throws DamagedFormatException {
    try {
      if (JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8))
              instanceof JsonObject json
          && json.get("attachmentType") instanceof JsonPrimitive type
          && json.get("identityKey") instanceof JsonPrimitive key
          && json.has("payload")) {
        AttachmentIdentity identity = new AttachmentIdentity(type.getAsString(), key.getAsString());
        if (hash(identity).equals(hash)) {
          return new StoredAttachment(id, identity, json.get("payload"));
        }
      }
    } catch (JsonParseException e) {
      throw damaged(e);
    }
    throw damaged(null);
  }

  private static DamagedFormatException damaged(@Nullable Throwable cause) {
    return new DamagedFormatException("it is no attachment of this identity", cause);
  }

  /** What identities are found by: the same for the same one, 64 digits. */
  public static String hash(AttachmentIdentity identity) {
    return Hashing.sha256()
        .newHasher()
        .putInt(identity.type().length())
        .putUnencodedChars(identity.type())
        .putUnencodedChars(identity.key())
        .hash()
        .toString();
  }
}
