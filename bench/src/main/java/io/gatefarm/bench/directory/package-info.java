/**
 * What questions to the directory cost, and how much memory it takes. The clients have no sockets.
 *
 * <p>Entry type: {@link io.gatefarm.bench.directory.DirectoryLoad}.
 */
@NullMarked
package io.gatefarm.bench.directory;

import org.jspecify.annotations.NullMarked;
