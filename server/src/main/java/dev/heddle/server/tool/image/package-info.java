/** Pictures of this machine as a tool: {@code view_image}. */
@NullMarked
package dev.heddle.server.tool.image;

import org.jspecify.annotations.NullMarked;
