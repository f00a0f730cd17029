package io.gatefarm.redis.channel;

/** Frames and whom they are for. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Send(Target target, byte[] frames) {}
