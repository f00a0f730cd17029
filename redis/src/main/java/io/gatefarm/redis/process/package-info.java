/**
 * What gateway and worker processes share before they are anything: reading their settings. What a setting means belongs to each
 * process, but for those that all of them have: {@link io.gatefarm.redis.process.FarmSettings}.
 *
 * <p>Entry type: {@link io.gatefarm.redis.process.Settings}. Owned by the starting thread.
 */
@NullMarked
package io.gatefarm.redis.process;

import org.jspecify.annotations.NullMarked;
