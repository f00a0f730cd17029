package io.gatefarm.redis.stream;

import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.EventCodec;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An event that failed for good, as it was put aside.
 *
 * @param id the letter's own, {@code milliseconds-number}: when it was put aside
 * @param origin who appended the event, as in {@link StreamEntry}
 * @param header the event's header as it stood in the stream, JSON
 * @param data the event's data: a message's payload, an open's handshake
 * @param source the entry's id in the partition's stream
 * @param reason what failed, for people
 * @param tries how often it was handled
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record DeadLetter(
        String id, String origin, String header, byte[] data, String source, String reason, int tries) {
    /** When it was put aside, milliseconds since 1970 on Redis's clock. */
    public long timeMs() {
        return Long.parseLong(id, 0, id.indexOf('-'), 10);
    }

    /** The event; empty when header or data cannot be read. */
    public Optional<ClientEvent> event() {
        try {
            return Optional.of(EventCodec.decode(header.getBytes(StandardCharsets.UTF_8), data));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
