package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;
import dev.heddle.protocol.rpc.Unsigned;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder that a file search found.
 *
 * @param root the searched folder, as the client named it
 * @param path below the root, with slashes
 * @param matchType file or folder
 * @param fileName the last name of the path
 * @param score how well it fits; comparable within one search only
 * @param indices the characters of the path that matched, ascending; null when not known
 */
public record FuzzyFileSearchResult(
    String root,
    String path,
    @SerializedName("match_type") FuzzyFileSearchMatchType matchType,
    @SerializedName("file_name") String fileName,
    @Unsigned int score,
    @Nullable List<Integer> indices) {}
