/**
 * The three kinds of load: echo, fan-out and connect; what they send, when, and what they count. How a frame gets to the
 * socket is {@code io.gatefarm.bench.socket}'s, how a result is printed {@code io.gatefarm.bench.report}'s.
 *
 * <p>Entry types: {@link io.gatefarm.bench.load.EchoLoad}, {@link io.gatefarm.bench.load.FanoutLoad},
 * {@link io.gatefarm.bench.load.ConnectLoad}. A load runs on its caller's thread and everything in it is owned by that
 * thread.
 */
@NullMarked
package io.gatefarm.bench.load;

import org.jspecify.annotations.NullMarked;
