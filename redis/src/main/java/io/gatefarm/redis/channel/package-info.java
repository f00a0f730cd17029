/**
 * The outbound way: frames published to gateways, and the gateways' subscription to them. What a frame means is in {@code
 * frame}.
 *
 * <p>Entry type: {@link io.gatefarm.redis.channel.OutboundChannel}. Thread-safe.
 */
@NullMarked
package io.gatefarm.redis.channel;

import org.jspecify.annotations.NullMarked;
