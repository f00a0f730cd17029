package io.gatefarm.redis.stream;

import io.gatefarm.redis.event.ClientEvent;

/**
 * One event as it stands in a stream.
 *
 * @param id the entry's id, {@code milliseconds-number}
 * @param origin who appended it, unique for ever: {@code gateway:partition:sequence}, of a swept close {@code
 *     gateway:client}
 */
public record StreamEntry(int partition, String id, String origin, ClientEvent event) {}
