package io.gatefarm.bench.farm;

import io.gatefarm.redis.event.Message;
import io.gatefarm.worker.Client;
import io.gatefarm.worker.Events;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Echoes every message. But {@code join bench} joins the group {@code bench}, and {@code all <payload>} sends the payload to
 * that group.
 */
public final class BenchEvents implements Events {
    private static final String GROUP = "bench";
    private static final byte[] JOIN = "join bench".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ALL = "all ".getBytes(StandardCharsets.US_ASCII);

    /** Made by the worker by name. */
    public BenchEvents() {}

    @Override
    public void onMessage(Client client, Message message) {
        byte[] bytes = message.bytes();
        if (Arrays.equals(bytes, JOIN)) {
            client.joinGroup(GROUP);
        } else if (bytes.length > ALL.length && Arrays.equals(bytes, 0, ALL.length, ALL, 0, ALL.length)) {
            var payload = Message.utf8(Arrays.copyOfRange(bytes, ALL.length, bytes.length));
            client.gateway().sendToGroup(GROUP, payload);
        } else {
            client.send(message);
        }
    }
}
