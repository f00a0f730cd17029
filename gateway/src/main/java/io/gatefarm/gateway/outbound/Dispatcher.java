package io.gatefarm.gateway.outbound;

import io.gatefarm.gateway.client.Connection;
import io.gatefarm.gateway.client.Connections;
import io.gatefarm.gateway.metrics.GatewayMetrics;
import io.gatefarm.gateway.socket.Outgoing;
import io.gatefarm.redis.channel.ChannelListener;
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
 * <p>Runs on the subscription's I/O thread and never blocks. {@link #forget} may come from any thread.
 */
public final class Dispatcher implements ChannelListener {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    private final Connections connections;
    private final GatewayMetrics metrics;
    private final NameIndex groups = new NameIndex();
    private final NameIndex uids = new NameIndex();
    private final LossWatch own;
    private final LossWatch all;

    /** Connections with something to flush at the end of the channel message. */
    private final List<Connection> unflushed = new ArrayList<>();

    public Dispatcher(GatewayMetrics metrics) {
        this.metrics = metrics;
        this.connections = new Connections(this::forget);
        this.own = new LossWatch(this::lostOwn);
        this.all = new LossWatch(this::lostToAll);
    }

    private void lostOwn(long count) {
        metrics.lostOwn(count);
        log.warn(
                "lost channel messages channel=own count={}: groups and uids of clients may be stale until they reconnect",
                count);
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
            case Frame.Join join -> change(join.clientId(), client -> groups.add(client, join.group()));
            case Frame.Leave leave -> change(leave.clientId(), client -> groups.remove(client, leave.group()));
            case Frame.Bind bind ->
                change(bind.clientId(), client -> {
                    uids.removeAll(client);
                    uids.add(client, bind.uid());
                });
            case Frame.Unbind unbind -> change(unbind.clientId(), uids::removeAll);
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

    /** Changes the index, and takes it back when the client went meanwhile: {@link #forget} may have come before the change. */
    private void change(String clientId, Consumer<Connection> change) {
        withClient(clientId, client -> {
            change.accept(client);
            if (!connections.contains(client)) {
                forget(client);
            }
        });
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
