/**
 * Runs the app's {@link io.gatefarm.worker.Events} for one event: builds the client, calls, writes the session back.
 *
 * <p>Entry type: {@link io.gatefarm.worker.callback.Callbacks}. Each call runs on its event's own virtual thread.
 */
@NullMarked
package io.gatefarm.worker.callback;

import org.jspecify.annotations.NullMarked;
