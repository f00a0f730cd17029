/**
 * Frames: what travels from workers and push clients to gateways, and how it is written into a channel message. No I/O here.
 *
 * <p>Entry type: {@link io.gatefarm.redis.frame.Frame}. All types are immutable.
 */
@NullMarked
package io.gatefarm.redis.frame;

import org.jspecify.annotations.NullMarked;
