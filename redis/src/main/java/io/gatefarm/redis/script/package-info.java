/**
 * Lua scripts as resources, and how they are called. Each script is one {@code .lua} file with one typed class, which stands
 * in the package of its role (stream, channel, directory, lease), not here. Of the same files {@link
 * io.gatefarm.redis.script.FunctionLibrary} makes the console's functions for Redis.
 *
 * <p>Entry type: {@link io.gatefarm.redis.script.ScriptRunner}. Thread-safe.
 */
@NullMarked
package io.gatefarm.redis.script;

import org.jspecify.annotations.NullMarked;
