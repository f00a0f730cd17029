package io.gatefarm.redis.frame;

import java.util.List;

/**
 * One channel message.
 *
 * @param number counts the messages of this channel, so that a lost one shows as a gap
 */
public record FrameBatch(long number, List<Frame> frames) {}
