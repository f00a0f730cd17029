package io.gatefarm.gateway.config;

import java.time.Duration;

/**
 * What one client may take.
 *
 * @param maxMessageBytes payload bytes of the largest message a client may send; past it the client is closed with 1009
 * @param queueBytes outbound bytes one connection may hold, each frame counted with {@value #FRAME_OVERHEAD} bytes more; past it
 *     the client is too slow
 * @param slowClient what becomes of it then
 * @param closeTimeout how long a client may take to answer a close frame before it is cut off
 * @param ping how a silent client is found out
 */
public record ClientConfig(
        int maxMessageBytes, int queueBytes, SlowClient slowClient, Duration closeTimeout, PingConfig ping) {
    /** Bytes a queued frame costs beside its own: the queue's reference and the array's header. */
    public static final int FRAME_OVERHEAD = 32;

    public static final ClientConfig DEFAULTS =
            new ClientConfig(64 << 10, 1 << 20, SlowClient.CLOSE, Duration.ofSeconds(5), PingConfig.DEFAULTS);

    public ClientConfig {
        Check.range("maxMessageBytes", maxMessageBytes, 1, 16 << 20);
        Check.range("queueBytes", queueBytes, 1 << 10, 1 << 30);
        Check.atLeast("closeTimeout", closeTimeout, Duration.ofMillis(100));
    }

    public ClientConfig withMaxMessageBytes(int maxMessageBytes) {
        return new ClientConfig(maxMessageBytes, queueBytes, slowClient, closeTimeout, ping);
    }

    public ClientConfig withQueueBytes(int queueBytes) {
        return new ClientConfig(maxMessageBytes, queueBytes, slowClient, closeTimeout, ping);
    }

    public ClientConfig withSlowClient(SlowClient slowClient) {
        return new ClientConfig(maxMessageBytes, queueBytes, slowClient, closeTimeout, ping);
    }

    public ClientConfig withCloseTimeout(Duration closeTimeout) {
        return new ClientConfig(maxMessageBytes, queueBytes, slowClient, closeTimeout, ping);
    }

    public ClientConfig withPing(PingConfig ping) {
        return new ClientConfig(maxMessageBytes, queueBytes, slowClient, closeTimeout, ping);
    }
}
