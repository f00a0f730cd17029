/**
 * A Redis in memory that runs the production Lua scripts: one thread, a clock that its owner sets, snapshots for failovers. It
 * knows the commands that the scripts and the plain reads use, and no others; a test holds it to a real Redis.
 *
 * <p>Bytes are held as strings of as many characters (ISO 8859-1). Replies are {@code Long}, {@code String}, {@code List}, {@link
 * io.gatefarm.bench.simulation.memory.Status} or {@code null}; an error is a thrown {@link
 * io.gatefarm.bench.simulation.memory.RedisError}.
 *
 * <p>Entry type: {@link io.gatefarm.bench.simulation.memory.MemoryRedis}. Owned by one thread.
 */
@NullMarked
package io.gatefarm.bench.simulation.memory;

import org.jspecify.annotations.NullMarked;
