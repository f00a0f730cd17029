/**
 * The default Redis for development and tests: a real {@code redis-server} as a child process, so that a first run
 * needs no installation and a fault test has a process id to stop and kill.
 *
 * <p>Does not belong here: Redis commands and clients, and anything a production deployment needs.
 *
 * <p>Entry types: {@link io.gatefarm.redis.embedded.RedisSource} where a configured Redis comes first, {@link
 * io.gatefarm.redis.embedded.LocalRedis} where a Redis of one's own is wanted, {@link
 * io.gatefarm.redis.embedded.LocalSentinelRedis} where it shall fail over. Any thread may call them; starting,
 * restarting and closing block.
 *
 * <p>Two children belong to one {@code LocalRedis}, each in a session of its own so that Ctrl-C reaches neither:
 *
 * <pre>
 *   this JVM ──┬── redis-server    listens on 127.0.0.1, works in the folder
 *              └── guard.sh        reads a pipe that only this JVM holds open; at its end, which a SIGKILL of
 *                                  the JVM brings about as well, it kills the server and removes the folder
 *   folder ──┬── redis.conf          settings of the running server
 *            ├── redis.log           its output since the last start
 *            ├── server.pid          its process id, there as long as it runs
 *            ├── redis-server        the bundled binary, if that is what runs
 *            └── data/               append-only files
 * </pre>
 */
@NullMarked
package io.gatefarm.redis.embedded;

import org.jspecify.annotations.NullMarked;
