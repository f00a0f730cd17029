package io.gatefarm.redis.stream;

import io.gatefarm.redis.event.ClientEvent;

/**
 * One event as it stands in a stream.
 *
 * @param id the entry's id, {@code milliseconds-number}
 * @param origin who appended it, unique for ever: {@code gateway:partition:sequence}, of a swept close {@code
 *     gateway:client}
 * @param again true when its gateway has appended it a second time, since Redis had lost it
 */
public record StreamEntry(int partition, String id, String origin, ClientEvent event, boolean again) {}
