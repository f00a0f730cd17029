package io.gatefarm.redis.stream;

import io.gatefarm.redis.event.EventCodec;
import io.gatefarm.redis.key.Keys;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads stream entries as events. */
final class StreamEntries {
    private static final Logger log = LoggerFactory.getLogger(StreamEntries.class);
    private static final byte[] NOTHING = {};

    private StreamEntries() {}

    /** The entries that are events; what somebody else wrote into a stream is left out and handed to {@code leftOut}. */
    static List<StreamEntry> read(
            Keys keys, List<StreamMessage<String, byte[]>> messages, BiConsumer<Integer, String> leftOut) {
        List<StreamEntry> entries = new ArrayList<>(messages.size());
        for (StreamMessage<String, byte[]> message : messages) {
            Map<String, byte[]> body = message.getBody();
            int partition = keys.partitionOfStream(message.getStream());
            try {
                String origin = new String(orEmpty(body.get("origin")), StandardCharsets.UTF_8);
                byte[] header = orEmpty(body.get("header"));
                var event = EventCodec.decode(header, orEmpty(body.get("data")));
                entries.add(new StreamEntry(partition, message.getId(), origin, event, EventCodec.isAgain(header)));
            } catch (IllegalArgumentException e) {
                log.warn("entry {} of {} left out: {}", message.getId(), message.getStream(), e.getMessage());
                leftOut.accept(partition, message.getId());
            }
        }
        return entries;
    }

    private static byte[] orEmpty(byte @Nullable [] field) {
        return field == null ? NOTHING : field;
    }
}
