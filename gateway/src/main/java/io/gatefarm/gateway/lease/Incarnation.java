package io.gatefarm.gateway.lease;

import io.gatefarm.gateway.client.CloseCode;
import io.gatefarm.gateway.client.Connection;
import io.gatefarm.gateway.client.ConnectionContext;
import io.gatefarm.gateway.client.Connections;
import io.gatefarm.gateway.inbound.Forwarder;
import io.gatefarm.gateway.outbound.Dispatcher;
import io.gatefarm.redis.channel.ChannelSubscription;
import io.gatefarm.redis.channel.OutboundChannel;
import org.jspecify.annotations.Nullable;

/**
 * The gateway under one id, with everything that ends when Redis takes the id from it: its clients, the events that are not
 * finished, its subscription. Thread-safe, but for {@link #subscribe}, which is for one thread.
 */
public final class Incarnation {
    private final ConnectionContext context;
    private final Dispatcher dispatcher;
    private final Recovery recovery;
    private final OutboundChannel channel;
    private final ReadinessProbe probe;

    /** What it hears, and by which subscription. */
    private record Ear(Hearing hearing, ChannelSubscription subscription) {
        void close() {
            hearing.end();
            subscription.close();
        }
    }

    private volatile @Nullable Ear ear;

    Incarnation(
            ConnectionContext context,
            Dispatcher dispatcher,
            Recovery recovery,
            OutboundChannel channel,
            ReadinessProbe probe) {
        this.context = context;
        this.dispatcher = dispatcher;
        this.recovery = recovery;
        this.channel = channel;
        this.probe = probe;
    }

    public String gatewayId() {
        return context.gatewayId();
    }

    /** What its connections share. */
    public ConnectionContext context() {
        return context;
    }

    public Connections connections() {
        return context.connections();
    }

    public Forwarder forwarder() {
        return context.forwarder();
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Recovery recovery() {
        return recovery;
    }

    ReadinessProbe probe() {
        return probe;
    }

    /**
     * Subscribes, in place of the subscription there is, which stays until then: one without any looks dead to others. Blocks.
     *
     * @throws io.gatefarm.redis.connection.RedisUnavailableException when Redis cannot be reached; the subscription that there was
     *     is not listened to any more
     */
    void subscribe() {
        Ear old = ear;
        if (old != null) {
            old.hearing().end();
        }
        probe.startOver();
        var hearing = new Hearing(probe, dispatcher);
        var subscription = channel.subscribe(gatewayId(), hearing, this::subscribedAgain);
        ear = new Ear(hearing, subscription);
        if (old != null) {
            old.close();
        }
    }

    /** What was published between two connections is gone. */
    private void subscribedAgain() {
        context.metrics().subscriptionReconnected();
        recovery.want();
    }

    private void unsubscribe() {
        Ear old = ear;
        ear = null;
        if (old != null) {
            old.close();
        }
    }

    /** False while nothing that workers send gets here. */
    boolean isSubscribed() {
        Ear now = ear;
        return now != null && now.subscription().isOpen();
    }

    /** Redis has taken the id: closes every client with 4001 and throws away what was not appended. */
    void fence() {
        // first the log: a client that comes now finds it closed and goes by itself
        forwarder().close();
        for (Connection connection : connections().snapshot()) {
            connection.close(CloseCode.GATEWAY_FENCED, "gateway starts over");
        }
        unsubscribe();
    }

    /** After the last client has gone. */
    void end() {
        forwarder().close();
        unsubscribe();
    }
}
