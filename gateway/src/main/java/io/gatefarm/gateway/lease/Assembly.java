package io.gatefarm.gateway.lease;

import io.gatefarm.gateway.client.Connection;
import io.gatefarm.gateway.client.ConnectionContext;
import io.gatefarm.gateway.config.GatewayConfig;
import io.gatefarm.gateway.inbound.Forwarder;
import io.gatefarm.gateway.metrics.GatewayMetrics;
import io.gatefarm.gateway.outbound.Dispatcher;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.stream.AppendReply;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Puts the parts of an {@link Incarnation} together.
 *
 * @param timer runs the pauses before an append is sent again
 * @param nanoTime as {@link System#nanoTime}
 */
record Assembly(
        FarmRedis redis,
        GatewayConfig config,
        int partitions,
        GatewayMetrics metrics,
        ScheduledExecutorService timer,
        LongSupplier nanoTime) {
    /** Who is told what the parts find out. On any thread; must not block, but where it says so. */
    interface Owner {
        /** Redis does not take events as they come. */
        void refused(String gatewayId, AppendReply.Status status);

        /** A beat should not wait for its time, but only for so long. */
        void beatIn(Duration pause);

        /** The life thread is busy for longer: renews the lease when that is due. Blocks; on the life thread only. */
        void keepLease();
    }

    Incarnation incarnation(String id, Owner owner) {
        var doubt = new RecoveryDoubt(new AtomicReference<>());
        var dispatcher = new Dispatcher(metrics, doubt);
        var sink = new Forwarder.Sink(metrics, status -> owner.refused(id, status));
        var forwarder = new Forwarder(redis.inbound(), id, partitions, config.inbound(), timer, sink);
        var context = new ConnectionContext(
                id, forwarder, dispatcher.connections(), config.client(), metrics, Clock.systemUTC());
        var resync = new Resync(
                redis.heldClients(id),
                dispatcher,
                metrics,
                config.farm().redis().commandTimeout());
        var ghosts =
                new Ghosts(redis.heldClients(id), context, config.farm().redis().commandTimeout());
        var recovery = new Recovery(context, resync, ghosts, owner, nanoTime);
        doubt.recovery().set(recovery);
        var probe = new ReadinessProbe(redis.outbound(), id, config.lease().beat(), nanoTime);
        return new Incarnation(context, dispatcher, recovery, redis.outbound(), probe);
    }

    /** Doubts about clients are for the recovery, which needs the dispatcher and is made after it. */
    private record RecoveryDoubt(AtomicReference<Recovery> recovery) implements Dispatcher.Doubt {
        @Override
        public void client(Connection client) {
            recovery.get().restore(client);
        }

        @Override
        public void all() {
            recovery.get().want();
        }
    }
}
