package io.gatefarm.redis.lease;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a gateway has counted since it started, but for the clients, which are those of now.
 *
 * @param clients connections it holds
 * @param opened connections that came
 * @param closed connections that went
 * @param messagesIn messages from clients
 * @param bytesIn their payload
 * @param messagesOut messages queued for clients, one per receiver
 * @param bytesOut their bytes on the wire
 */
public record GatewayCounts(
        int clients, long opened, long closed, long messagesIn, long bytesIn, long messagesOut, long bytesOut) {
    /** A gateway that has just started. */
    public static final GatewayCounts NONE = new GatewayCounts(0, 0, 0, 0, 0, 0, 0);

    /** By the names of the fields in Redis. */
    Map<String, Long> fields() {
        Map<String, Long> fields = new LinkedHashMap<>();
        fields.put("clients", (long) clients);
        fields.put("opened", opened);
        fields.put("closed", closed);
        fields.put("messages-in", messagesIn);
        fields.put("bytes-in", bytesIn);
        fields.put("messages-out", messagesOut);
        fields.put("bytes-out", bytesOut);
        return fields;
    }
}
