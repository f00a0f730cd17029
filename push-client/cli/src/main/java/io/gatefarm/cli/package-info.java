/**
 * The operator's command line: one class per command. It reads and writes Redis only, through {@code io.gatefarm.redis} and the
 * push API.
 *
 * <p>Entry type: {@link io.gatefarm.cli.CliProcess}. One thread.
 */
@NullMarked
package io.gatefarm.cli;

import org.jspecify.annotations.NullMarked;
