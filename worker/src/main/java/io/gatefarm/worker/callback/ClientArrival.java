package io.gatefarm.worker.callback;

import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.directory.Arrival;
import io.gatefarm.redis.directory.Directory;
import io.gatefarm.redis.event.ClientEvent;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When and from where a client came: as its open event says it, else read from Redis at the first question. Thread-safe. */
final class ClientArrival {
    private final String clientId;
    private final Directory directory;
    private final Duration patience;
    /** It never changes: two threads may read it, both the same. */
    private volatile @Nullable Arrival known;

    ClientArrival(ClientEvent event, Directory directory, Duration patience) {
        this.clientId = event.clientId();
        this.directory = directory;
        this.patience = patience;
        if (event instanceof ClientEvent.Opened opened) {
            var handshake = opened.handshake();
            known = new Arrival(
                    handshake.remoteAddress(), handshake.remotePort(), Instant.ofEpochMilli(opened.timeMs()));
        }
    }

    Arrival get() {
        Arrival arrival = known;
        if (arrival == null) {
            arrival = RedisFailures.await(directory.arrivalOf(clientId), patience);
            known = arrival;
        }
        return arrival;
    }
}
