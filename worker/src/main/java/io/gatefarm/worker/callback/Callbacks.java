package io.gatefarm.worker.callback;

import io.gatefarm.push.Close;
import io.gatefarm.push.GatewayClient;
import io.gatefarm.push.OverloadedException;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.directory.Directory;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.worker.Events;
import io.gatefarm.worker.partition.EventHandler;
import io.gatefarm.worker.partition.Outcome;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the app's {@link Events}. Thread-safe; blocks as long as the app's code does. */
public final class Callbacks {
    private static final Logger log = LoggerFactory.getLogger(Callbacks.class);

    private final Events events;
    private final GatewayClient gateway;
    private final Directory directory;
    private final Duration patience;

    /** @param patience how long a session's read or write may take */
    public Callbacks(Events events, GatewayClient gateway, Directory directory, Duration patience) {
        this.events = events;
        this.gateway = gateway;
        this.directory = directory;
        this.patience = patience;
    }

    /**
     * Handles one event, its session written back. What the handler throws is the failure's reason. A Redis that did not answer is
     * no failure, also when the handler learned it from {@code join} or {@code get} on a stage.
     */
    public Outcome handle(EventHandler.Delivery delivery) {
        ClientEvent event = delivery.event();
        var client = new CallbackClient(delivery, gateway, directory, patience);
        try {
            call(event, client);
            client.saveSession();
            return new Outcome.Done(client.isClosedByApp());
        } catch (Throwable e) {
            // errors, too: a thread that ended here would leave the client's next events waiting for ever
            return failed(event, client, e);
        } finally {
            client.end();
        }
    }

    private Outcome failed(ClientEvent event, CallbackClient client, Throwable e) {
        if (isPassing(e)) {
            log.debug("{} of client {} is tried again", name(event), event.clientId(), e);
            return Outcome.REDIS_AWAY;
        }
        log.error("{} of client {} failed", name(event), event.clientId(), e);
        return new Outcome.Failed(name(event) + ": " + e, client.isClosedByApp());
    }

    /** The event is given up: a client whose {@code onConnect} never succeeded is closed with 1011. Does not block. */
    public void giveUp(ClientEvent event) {
        if (event instanceof ClientEvent.Opened) {
            gateway.closeFailed(event.clientId());
        }
    }

    /** The app has closed the event's client, but it still sends: closes it again, with code 1000. Does not block. */
    public void closeAgain(ClientEvent event) {
        log.info("client {} still sends, it is closed again", event.clientId());
        gateway.closeClient(event.clientId(), Close.NORMAL);
    }

    /** Redis was away, or behind with more calls than may wait: nothing that the event is to blame for. */
    private static boolean isPassing(Throwable e) {
        Throwable cause = RedisFailures.cause(e);
        return cause instanceof RedisUnavailableException || cause instanceof OverloadedException;
    }

    private void call(ClientEvent event, CallbackClient client) throws Exception {
        switch (event) {
            case ClientEvent.Opened opened -> events.onConnect(client, opened.handshake());
            case ClientEvent.Received received -> events.onMessage(client, received.message());
            case ClientEvent.Closed closed -> events.onClose(client, closed.reason());
        }
    }

    private static String name(ClientEvent event) {
        return switch (event) {
            case ClientEvent.Opened opened -> "onConnect";
            case ClientEvent.Received received -> "onMessage";
            case ClientEvent.Closed closed -> "onClose";
        };
    }
}
