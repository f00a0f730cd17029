package io.gatefarm.gateway.lease;

import io.gatefarm.gateway.client.CloseCode;
import io.gatefarm.gateway.client.Connection;
import io.gatefarm.gateway.client.ConnectionContext;
import io.gatefarm.gateway.client.Connections;
import io.gatefarm.gateway.inbound.Forwarder;
import io.gatefarm.gateway.outbound.Dispatcher;
import io.gatefarm.redis.channel.ChannelSubscription;

/**
 * The gateway under one id, with everything that ends when Redis takes the id from it: its clients, the events not appended yet,
 * its subscription. Thread-safe.
 */
public final class Incarnation {
    private final ConnectionContext context;
    private final Dispatcher dispatcher;
    private final ChannelSubscription subscription;

    Incarnation(ConnectionContext context, Dispatcher dispatcher, ChannelSubscription subscription) {
        this.context = context;
        this.dispatcher = dispatcher;
        this.subscription = subscription;
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

    /** False while nothing that workers send gets here. */
    boolean isSubscribed() {
        return subscription.isOpen();
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** Redis has taken the id: closes every client with 4001 and throws away what was not appended. */
    void fence() {
        // first the log: a client that comes now finds it closed and goes by itself
        forwarder().close();
        for (Connection connection : connections().snapshot()) {
            connection.close(CloseCode.GATEWAY_FENCED, "gateway starts over");
        }
        subscription.close();
    }

    /** After the last client has gone. */
    void end() {
        forwarder().close();
        subscription.close();
    }
}
