/**
 * What gateway and worker processes share before they are anything: reading their settings. What a setting means belongs to each
 * process.
 *
 * <p>Entry type: {@link io.gatefarm.redis.process.Settings}. Owned by the starting thread.
 */
@NullMarked
package io.gatefarm.redis.process;

import org.jspecify.annotations.NullMarked;
