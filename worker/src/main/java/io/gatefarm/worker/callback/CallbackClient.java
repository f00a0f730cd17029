package io.gatefarm.worker.callback;

import io.gatefarm.push.ClientWatch;
import io.gatefarm.push.Close;
import io.gatefarm.push.Gateway;
import io.gatefarm.push.GatewayClient;
import io.gatefarm.push.Receipt;
import io.gatefarm.push.SendOptions;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.directory.Directory;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.Message;
import io.gatefarm.worker.Client;
import io.gatefarm.worker.Session;
import io.gatefarm.worker.partition.EventHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The client of one callback. What it reads, it reads at most once, unless a command of the callback changes it. Owned by the
 * callback's thread but for its sends and changes.
 */
final class CallbackClient implements Client, ClientWatch {
    private final EventHandler.Delivery delivery;
    private final String id;
    private final String gatewayId;
    private final GatewayClient gateway;
    private final Directory directory;
    private final Duration patience;
    private final Thread owner = Thread.currentThread();
    private final ClientArrival arrival;
    private Optional<String> uid = Optional.empty();
    private volatile boolean uidKnown;
    private volatile boolean ended;
    private volatile boolean closedByApp;
    /** Made at the first use: most callbacks have none. */
    private volatile @Nullable CallbackSession session;

    /** On the callback's thread. */
    CallbackClient(EventHandler.Delivery delivery, GatewayClient shared, Directory directory, Duration patience) {
        ClientEvent event = delivery.event();
        this.delivery = delivery;
        this.id = event.clientId();
        this.gatewayId = event.gatewayId();
        this.gateway = shared.watched(this);
        this.directory = directory;
        this.patience = patience;
        this.arrival = new ClientArrival(event, directory, patience);
    }

    /** The callback is over; what it did not save is dropped. */
    void end() {
        ended = true;
        CallbackSession used = session;
        if (used != null) {
            used.end();
        }
    }

    /** True when the callback has closed the client or cut it off. */
    boolean isClosedByApp() {
        return closedByApp;
    }

    @Override
    public void uidChanging(String clientId) {
        if (clientId.equals(id)) {
            uidKnown = false;
        }
    }

    @Override
    public void sessionChanging(String clientId) {
        CallbackSession used = session;
        if (used != null && clientId.equals(id)) {
            used.beforeCommand();
        }
    }

    @Override
    public void closing(String clientId) {
        if (clientId.equals(id)) {
            closedByApp = true;
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String gatewayId() {
        return gatewayId;
    }

    @Override
    public String eventKey() {
        return delivery.key();
    }

    @Override
    public boolean isRedelivered() {
        return delivery.redelivered();
    }

    @Override
    public String remoteAddress() {
        return arrival.get().address();
    }

    @Override
    public int remotePort() {
        return arrival.get().port();
    }

    @Override
    public Instant connectedAt() {
        return arrival.get().time();
    }

    @Override
    public Optional<String> uid() {
        if (ended) {
            return gateway.uidOf(id);
        }
        if (!uidKnown) {
            uidKnown = true; // before the read: a command that comes meanwhile makes it false again
            try {
                uid = gateway.uidOf(id);
            } catch (RuntimeException e) {
                uidKnown = false;
                throw e;
            }
        }
        return uid;
    }

    @Override
    public Set<String> groups() {
        return gateway.groupsOf(id);
    }

    @Override
    public Session session() {
        CallbackSession used = session;
        if (used == null) {
            used = new CallbackSession(id, gateway, directory, patience, owner);
            session = used;
            if (ended) {
                used.end();
            }
        }
        return used;
    }

    @Override
    public void saveSession() {
        CallbackSession used = session;
        if (used != null) {
            used.save();
        }
    }

    @Override
    public Gateway gateway() {
        return gateway;
    }

    @Override
    public CompletionStage<Receipt> send(Message message, SendOptions options) {
        return options.excluded().contains(id)
                ? gateway.sendToClient(id, message, options)
                : gateway.sendVia(gatewayId, id, message, options);
    }

    @Override
    public CompletionStage<Receipt> close(Close close) {
        return gateway.closeClient(id, close);
    }

    @Override
    public CompletionStage<Receipt> abort() {
        return gateway.abortClient(id);
    }

    @Override
    public CompletionStage<Change> joinGroup(String group) {
        return gateway.joinGroup(id, group);
    }

    @Override
    public CompletionStage<Change> leaveGroup(String group) {
        return gateway.leaveGroup(id, group);
    }

    @Override
    public CompletionStage<Change> bindUid(String newUid) {
        return gateway.bindUid(id, newUid);
    }

    @Override
    public CompletionStage<Change> unbindUid() {
        return gateway.unbindUid(id);
    }
}
