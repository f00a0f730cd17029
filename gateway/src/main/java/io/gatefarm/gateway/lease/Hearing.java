package io.gatefarm.gateway.lease;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gatefarm.gateway.outbound.Dispatcher;
import io.gatefarm.redis.channel.ChannelListener;

/** What comes on one subscription, until it is replaced: then nothing of it counts any more, however late it comes. */
final class Hearing implements ChannelListener {
    private final ReadinessProbe probe;
    private final Dispatcher dispatcher;

    @GuardedBy("this")
    private boolean ended;

    Hearing(ReadinessProbe probe, Dispatcher dispatcher) {
        this.probe = probe;
        this.dispatcher = dispatcher;
    }

    @Override
    public synchronized void toGateway(byte[] message) {
        if (!ended && !probe.took(message)) {
            dispatcher.toGateway(message);
        }
    }

    @Override
    public synchronized void toAll(byte[] message) {
        if (!ended && !probe.took(message)) {
            dispatcher.toAll(message);
        }
    }

    /** Returns when no message is under way. */
    synchronized void end() {
        ended = true;
    }
}
