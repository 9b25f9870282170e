@NullUnmarked
package dev.heddle.server.store.postgres;

import org.jspecify.annotations.NullUnmarked;
