package io.gatefarm.gateway.outbound;

import io.gatefarm.gateway.client.Connection;
import io.gatefarm.gateway.client.Connections;
import io.gatefarm.gateway.metrics.GatewayMetrics;
import io.gatefarm.gateway.socket.Outgoing;
import io.gatefarm.redis.channel.ChannelListener;
import io.gatefarm.redis.directory.ClientState;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Delivery;
import io.gatefarm.redis.frame.Frame;
import io.gatefarm.redis.frame.FrameBatch;
import io.gatefarm.redis.frame.FrameCodec;
import io.gatefarm.redis.lease.GatewayBeat;
import io.gatefarm.redis.lease.GatewayRegistration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what channel messages say: changes the index of groups and uids, and hands messages to connections. A message is encoded
 * once for all its receivers, and what one channel message brings a connection leaves in one write.
 *
 * <p>Runs on the subscription's I/O thread and never blocks. {@link #forget} and {@link #state} may come from any thread.
 */
public final class Dispatcher implements ChannelListener {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    private final Connections connections;
    private final GatewayMetrics metrics;
    private final NameIndex groups = new NameIndex();
    private final NameIndex uids = new NameIndex();
    /** A client's groups, uid and version change, and are read, together. */
    private final Object whole = new Object();

    private final LossWatch own;
    private final LossWatch all;
    private final Doubt doubt;

    /** Connections with something to flush at the end of the channel message. */
    private final List<Connection> unflushed = new ArrayList<>();

    /** Where the gateway's picture of its clients turns out not to be that of Redis. Told on the I/O thread; must not block. */
    public interface Doubt {
        /** One client's uid or groups differ. */
        void client(Connection client);

        /** Frames were lost, of whichever clients. */
        void all();
    }

    public Dispatcher(GatewayMetrics metrics, Doubt doubt) {
        this.metrics = metrics;
        this.doubt = doubt;
        this.connections = new Connections(this::forget);
        this.own = new LossWatch(this::lostOwn);
        this.all = new LossWatch(this::lostToAll);
    }

    private void lostOwn(long count) {
        metrics.lostOwn(count);
        log.warn("lost channel messages channel=own count={}: asks Redis for groups and uids", count);
        doubt.all();
    }

    private void lostToAll(long count) {
        metrics.lostToAll(count);
        log.warn("lost channel messages channel=all count={}", count);
    }

    /** The connections it serves. */
    public Connections connections() {
        return connections;
    }

    /** Counting of channel messages starts here. */
    public void registered(GatewayRegistration registration) {
        own.start(registration.sent());
        all.start(registration.sentToAll());
    }

    /** What Redis has counted, to find out losses at the end of a channel. */
    public void beat(GatewayBeat beat) {
        own.sent(beat.sent());
        all.sent(beat.sentToAll());
    }

    /** Groups with a member here. */
    public int groups() {
        return groups.size();
    }

    /** Uids with a client here. */
    public int uids() {
        return uids.size();
    }

    @Override
    public void toGateway(byte[] message) {
        dispatch(message, own);
    }

    @Override
    public void toAll(byte[] message) {
        dispatch(message, all);
    }

    private void dispatch(byte[] message, LossWatch watch) {
        FrameBatch batch;
        try {
            batch = FrameCodec.decode(message);
        } catch (IllegalArgumentException e) {
            metrics.receiverFailed();
            log.warn("channel message left out: {}", e.getMessage());
            return;
        }
        watch.came(batch.number());
        for (Frame frame : batch.frames()) {
            guarded(() -> apply(frame));
        }
        unflushed.forEach(connection -> guarded(connection::flushMarked));
        unflushed.clear();
    }

    /** One bad frame or connection does not disturb the others. */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            metrics.receiverFailed();
            log.warn("frame failed", e);
        }
    }

    private void apply(Frame frame) {
        switch (frame) {
            case Frame.ToClients to -> toClients(to);
            case Frame.ToUids to -> send(members(uids, to.uids()), to.except(), to.message(), to.delivery());
            case Frame.ToGroups to -> send(members(groups, to.groups()), to.except(), to.message(), to.delivery());
            case Frame.ToAll to -> send(connections.all(), to.except(), to.message(), to.delivery());
            case Frame.Join join -> change(join.clientId(), join.version(), client -> groups.add(client, join.group()));
            case Frame.Leave leave ->
                change(leave.clientId(), leave.version(), client -> groups.remove(client, leave.group()));
            case Frame.Bind bind ->
                change(bind.clientId(), bind.version(), client -> {
                    uids.removeAll(client);
                    uids.add(client, bind.uid());
                });
            case Frame.Unbind unbind -> change(unbind.clientId(), unbind.version(), uids::removeAll);
            case Frame.State state -> withClient(state.clientId(), client -> adopt(client, state));
            case Frame.Close close ->
                withClient(close.clientId(), client -> close(client, close.code(), close.reason(), close.last()));
            case Frame.CloseUid close ->
                members(uids, List.of(close.uid()))
                        .forEach(client -> close(client, close.code(), close.reason(), close.last()));
            case Frame.Abort abort -> withClient(abort.clientId(), client -> client.abort("aborted"));
        }
    }

    private void withClient(String clientId, Consumer<Connection> action) {
        Connection client = connections.get(clientId);
        if (client != null) {
            action.accept(client);
        }
    }

    /**
     * Changes the index. The version tells whether this is the next change: one that is not above the gateway's own means that
     * Redis went back, one too high that changes before it were lost. The change itself holds in any case.
     */
    private void change(String clientId, long version, Consumer<Connection> change) {
        withClient(clientId, client -> {
            boolean isNext;
            synchronized (whole) {
                change.accept(client);
                isNext = version == client.version() + 1;
                if (isNext) {
                    client.version(version);
                }
            }
            if (!isNext) {
                doubt.client(client);
            }
            forgetGone(client);
        });
    }

    /** Takes what Redis has of the client in place of what is here. */
    private void adopt(Connection client, Frame.State state) {
        synchronized (whole) {
            forget(client);
            if (!state.uid().isEmpty()) {
                uids.add(client, state.uid());
            }
            state.groups().forEach(group -> groups.add(client, group));
            client.version(state.version());
        }
        forgetGone(client);
    }

    /** The client may have gone before the change: then {@link #forget} came too early. */
    private void forgetGone(Connection client) {
        if (!connections.contains(client)) {
            forget(client);
        }
    }

    /** What the gateway knows of a client; any thread may ask. */
    public ClientState state(Connection client) {
        synchronized (whole) {
            String uid = uids.names(client).stream().findFirst().orElse("");
            return new ClientState(
                    client.id(), client.from(), client.sinceMs(), client.version(), uid, groups.names(client));
        }
    }

    /** Takes a client out of the index after it was taken out of the connections. */
    private void forget(Connection client) {
        groups.removeAll(client);
        uids.removeAll(client);
    }

    private static void close(Connection client, int code, String reason, Optional<Message> lastMessage) {
        lastMessage.ifPresent(last -> client.send(Outgoing.message(last)));
        client.close(code, reason);
    }

    private void toClients(Frame.ToClients to) {
        var frame = Outgoing.message(to.message(), to.delivery());
        for (String clientId : to.clientIds()) {
            Connection client = connections.get(clientId);
            if (client != null && (to.except().isEmpty() || !to.except().contains(clientId))) {
                send(client, frame);
            }
        }
    }

    /** The connections of all names, each once. */
    private static Collection<Connection> members(NameIndex index, List<String> names) {
        Collection<Connection> members = names.size() == 1 ? new ArrayList<>() : new LinkedHashSet<>();
        for (String name : names) {
            index.collect(name, members);
        }
        return members;
    }

    private void send(Collection<Connection> receivers, List<String> except, Message message, Delivery delivery) {
        var frame = Outgoing.message(message, delivery);
        Set<String> excluded = except.isEmpty() ? Set.of() : new LinkedHashSet<>(except);
        for (Connection receiver : receivers) {
            if (!excluded.contains(receiver.id())) {
                send(receiver, frame);
            }
        }
    }

    private void send(Connection receiver, Outgoing frame) {
        try {
            receiver.send(frame);
        } catch (RuntimeException e) {
            metrics.receiverFailed();
            log.warn("send to client {} failed", receiver.id(), e);
        }
        if (receiver.markUnflushed()) {
            unflushed.add(receiver);
        }
    }
}
