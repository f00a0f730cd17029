/**
 * The WebSocket client of the load generator: frames, one connection's state, the selector loop. It knows nothing of what
 * is measured ({@code io.gatefarm.bench.load}).
 *
 * <p>Entry type: {@link io.gatefarm.bench.socket.LoadLoop}. Everything here is owned by the one thread that calls
 * {@link io.gatefarm.bench.socket.LoadLoop#turn}; only {@link io.gatefarm.bench.socket.Metronome} has a thread of its own
 * and does no more than wake the loop.
 */
@NullMarked
package io.gatefarm.bench.socket;

import org.jspecify.annotations.NullMarked;
