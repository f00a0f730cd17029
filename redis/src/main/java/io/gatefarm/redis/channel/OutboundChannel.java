package io.gatefarm.redis.channel;

import io.gatefarm.redis.connection.RedisConnections;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The channels {@code to:<gateway>} and {@code to-all}. Publishing is at most once: a gateway that is not subscribed at that
 * moment does not get it. Calls reach Redis in call order; each is one script call. Thread-safe.
 */
public final class OutboundChannel {
    private final RedisConnections connector;
    private final Keys keys;
    private final SendFrames sendFrames;
    private final ProbeGateway probeGateway;

    public OutboundChannel(RedisConnections connector, ScriptRunner scripts, Keys keys) {
        this.connector = connector;
        this.keys = keys;
        this.sendFrames = new SendFrames(scripts, keys);
        this.probeGateway = new ProbeGateway(scripts, keys);
    }

    /**
     * Makes sends in their order; frames for one gateway are published together. Some 500 names or 256 KiB are enough for one call: Redis
     * does nothing else meanwhile.
     *
     * @return for each send how many were reached: gateways that are not gone; clients that are online; clients of the uids; members
     *     of the groups, one of two groups twice; clients of the app
     */
    public CompletableFuture<long[]> send(List<Send> sends) {
        return sendFrames.run(sends);
    }

    private CompletableFuture<Long> send(Target target, byte[] frames) {
        return send(List.of(new Send(target, frames))).thenApply(reached -> reached[0]);
    }

    /** Publishes frames to one gateway; true unless the gateway is gone. */
    public CompletableFuture<Boolean> sendToGateway(String gatewayId, byte[] frames) {
        return send(Target.gateway(gatewayId), frames).thenApply(reached -> reached > 0);
    }

    /** Publishes frames to the gateway that holds the client; false when the client is offline. */
    public CompletableFuture<Boolean> sendToClient(String clientId, byte[] frames) {
        return sendToClients(List.of(clientId), frames).thenApply(reached -> reached > 0);
    }

    /** Publishes frames to every gateway that holds one of the clients; returns how many of them are online. */
    public CompletableFuture<Long> sendToClients(List<String> clientIds, byte[] frames) {
        return send(Target.clients(clientIds), frames);
    }

    /** Publishes frames to every gateway that holds a client of the uids; returns how many such clients there are. */
    public CompletableFuture<Long> sendToUids(List<String> uids, byte[] frames) {
        return send(Target.uids(uids), frames);
    }

    /** Publishes frames to every gateway that holds a member of the groups; returns how many members there are. */
    public CompletableFuture<Long> sendToGroups(List<String> groups, byte[] frames) {
        return send(Target.groups(groups), frames);
    }

    /** Publishes frames to every gateway; returns how many clients the app has. */
    public CompletableFuture<Long> sendToAll(byte[] frames) {
        return send(Target.all(), frames);
    }

    /**
     * Subscribes a gateway to its channel and to the one of all, on one connection, so that their messages keep their order.
     *
     * @param listener gets the messages on an I/O thread of its own, in order; must not block
     * @throws io.gatefarm.redis.connection.RedisUnavailableException when Redis cannot be reached
     */
    public ChannelSubscription subscribe(String gatewayId, ChannelListener listener) {
        return subscribe(gatewayId, listener, () -> {});
    }

    /**
     * Subscribes a gateway as {@link #subscribe(String, ChannelListener)}.
     *
     * @param connected runs on an I/O thread after the connection was lost and is back; must not block
     */
    public ChannelSubscription subscribe(String gatewayId, ChannelListener listener, Runnable connected) {
        BiConsumer<String, byte[]> both = (channel, message) -> {
            if (channel.equals(keys.toAll())) {
                listener.toAll(message);
            } else {
                listener.toGateway(message);
            }
        };
        return ChannelSubscription.open(connector, List.of(keys.to(gatewayId), keys.toAll()), both, connected);
    }

    /**
     * Goes the way of appends to Redis, and publishes a message that is no frame to the gateway's own channel; nothing is counted
     * and nothing changes. One script call.
     *
     * @return how many subscribers got it, or -1 when the gateway is gone
     */
    public CompletableFuture<Long> probe(String gatewayId, byte[] message) {
        return probeGateway.run(gatewayId, message);
    }

    /** Subscribes to hints that partitions are free or workers have come or gone. */
    public ChannelSubscription subscribeToRebalance(Consumer<byte[]> listener) {
        return subscribeToRebalance(listener, () -> {});
    }

    /**
     * Subscribes as {@link #subscribeToRebalance(Consumer)}.
     *
     * @param connected as in {@link #subscribe(String, ChannelListener, Runnable)}
     */
    public ChannelSubscription subscribeToRebalance(Consumer<byte[]> listener, Runnable connected) {
        return ChannelSubscription.open(
                connector, List.of(keys.rebalance()), (channel, message) -> listener.accept(message), connected);
    }
}
