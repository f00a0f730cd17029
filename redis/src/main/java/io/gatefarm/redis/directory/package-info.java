/**
 * Who is where: clients, uids, groups and sessions. Opens and closes change it in {@code stream}'s append script, all else here.
 *
 * <p>Entry type: {@link io.gatefarm.redis.directory.Directory}. Thread-safe.
 */
@NullMarked
package io.gatefarm.redis.directory;

import org.jspecify.annotations.NullMarked;
