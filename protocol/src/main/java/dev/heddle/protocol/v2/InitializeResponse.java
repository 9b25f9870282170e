package dev.heddle.protocol.v2;

/**
 * Answer to {@code initialize}: who the server is.
 *
 * @param userAgent begins with the client's name, a slash and the server's version
 * @param codexHome absolute home directory of the server
 * @param platformFamily for example {@code unix}
 * @param platformOs for example {@code linux}
 */
public record InitializeResponse(
    String userAgent,
    @AbsolutePathBuf String codexHome,
    String platformFamily,
    String platformOs) {}
