package io.gatefarm.redis.channel;

import io.gatefarm.redis.connection.RedisConnector;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The channels {@code to:<gateway>} and {@code to-all}. Publishing is at most once: a gateway that is not subscribed at that
 * moment does not get it. Calls reach Redis in call order; each is one script call. Thread-safe.
 */
public final class OutboundChannel {
    private final RedisConnector connector;
    private final Keys keys;
    private final SendToGateway sendToGateway;
    private final SendToClient sendToClient;
    private final SendToClients sendToClients;
    private final SendToUid sendToUid;
    private final SendToGroup sendToGroup;
    private final SendToAll sendToAll;

    public OutboundChannel(RedisConnector connector, ScriptRunner scripts, Keys keys) {
        this.connector = connector;
        this.keys = keys;
        this.sendToGateway = new SendToGateway(scripts, keys);
        this.sendToClient = new SendToClient(scripts, keys);
        this.sendToClients = new SendToClients(scripts, keys);
        this.sendToUid = new SendToUid(scripts, keys);
        this.sendToGroup = new SendToGroup(scripts, keys);
        this.sendToAll = new SendToAll(scripts, keys);
    }

    /** Publishes frames to one gateway; true unless the gateway is gone. */
    public CompletableFuture<Boolean> sendToGateway(String gatewayId, byte[] frames) {
        return sendToGateway.run(gatewayId, frames);
    }

    /** Publishes frames to the gateway that holds the client; false when the client is offline. */
    public CompletableFuture<Boolean> sendToClient(String clientId, byte[] frames) {
        return sendToClient.run(clientId, frames);
    }

    /** Publishes frames to every gateway that holds one of the clients; returns how many of them are online. */
    public CompletableFuture<Long> sendToClients(List<String> clientIds, byte[] frames) {
        return sendToClients.run(clientIds, frames);
    }

    /** Publishes frames to every gateway that holds a client of the uids; returns how many such clients there are. */
    public CompletableFuture<Long> sendToUids(List<String> uids, byte[] frames) {
        return sendToUid.run(uids, frames);
    }

    /** Publishes frames to every gateway that holds a member of the groups; returns how many members there are. */
    public CompletableFuture<Long> sendToGroups(List<String> groups, byte[] frames) {
        return sendToGroup.run(groups, frames);
    }

    /** Publishes frames to every gateway; returns how many clients the app has. */
    public CompletableFuture<Long> sendToAll(byte[] frames) {
        return sendToAll.run(frames);
    }

    /**
     * Subscribes a gateway to its channel and to the one of all, on one connection, so that their messages keep their order.
     *
     * @param listener gets the messages on an I/O thread of its own, in order; must not block
     * @throws io.gatefarm.redis.connection.RedisUnavailableException when Redis cannot be reached
     */
    public ChannelSubscription subscribe(String gatewayId, ChannelListener listener) {
        return ChannelSubscription.open(connector, List.of(keys.to(gatewayId), keys.toAll()), (channel, message) -> {
            if (channel.equals(keys.toAll())) {
                listener.toAll(message);
            } else {
                listener.toGateway(message);
            }
        });
    }

    /** Subscribes to hints that partitions are free or workers have come or gone. */
    public ChannelSubscription subscribeToRebalance(Consumer<byte[]> listener) {
        return ChannelSubscription.open(
                connector, List.of(keys.rebalance()), (channel, message) -> listener.accept(message));
    }
}
