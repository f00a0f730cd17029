package io.gatefarm.worker.partition;

import io.gatefarm.bench.simulation.world.SimulatedProcess;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.lease.PartitionLeases;
import io.gatefarm.redis.lease.WorkerCounts;
import io.gatefarm.worker.metrics.WorkerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A worker's share of the partitions in a simulated process: every part of {@link PartitionWork}, put together here with the
 * process's threads, timer and clock in the place of real ones.
 */
public final class SimulatedWork {
    private static final Duration POLL = Duration.ofMillis(100);

    private final SimulatedProcess process;
    private final SelfReport me;
    private final WorkLimits limits;
    private final EventHandler handler;
    private final PartitionLeases leases;
    private final PartitionSet owned;
    private final LeaseGuard guard;
    private final LeaseKeeper keeper;
    private final PartitionReader reader;
    private final EventRun run;
    private final Mailboxes mailboxes;
    private final ScheduledExecutorService timer;
    private boolean keeping;
    private boolean poked;
    private long turn;

    public SimulatedWork(
            SimulatedProcess process,
            FarmRedis redis,
            SelfReport me,
            int partitions,
            WorkLimits limits,
            EventHandler handler) {
        this.process = process;
        this.me = me;
        this.limits = limits;
        this.handler = handler;
        this.leases = redis.partitionLeases();
        this.timer = process.timer();
        this.mailboxes = new Mailboxes(process::start);
        var context = new WorkContext(
                me.workerId(),
                redis.inbound(),
                leases,
                limits,
                () -> process.world().nowMs() * 1_000_000,
                new WorkerMetrics(new SimpleMeterRegistry()));
        this.owned = new PartitionSet(context, new Handlers(), this::wakeReader);
        this.guard = new LeaseGuard(limits.lease(), context.nanoTime());
        this.keeper = new LeaseKeeper(me, partitions, context, owned, guard);
        this.reader = new PartitionReader(
                context.stream(), owned.byPartition(), limits.readCount(), timer, this::reconnected);
        this.run = new EventRun(handler, limits.retries(), me, context.metrics(), this::wakeReader);
        redis.whenReconnected(this::reconnected);
        redis.outbound().subscribeToRebalance(message -> poke());
    }

    /** Joins the app's workers; on a thread of the process's. */
    public void start() {
        RedisFailures.await(leases.describe(me.workerId(), me.about()), limits.lease());
        RedisFailures.await(leases.renew(me.workerId(), limits.lease(), WorkerCounts.NONE, Map.of()), limits.lease());
        RedisFailures.await(leases.announce(me.workerId()), limits.lease());
        process.start(this::keep);
        reader.start();
        long everyMs = limits.commitInterval().toMillis();
        timer.scheduleWithFixedDelay(
                () -> owned.all().forEach(PartitionConsumer::commit), everyMs, everyMs, TimeUnit.MILLISECONDS);
    }

    /** The keeper's thread, one step per call. */
    private void keep() {
        if (keeping || keeper.isDone()) {
            return;
        }
        keeping = true;
        long waitNs = keeper.step();
        keeping = false;
        if (poked) {
            poked = false;
            process.start(this::keep);
            return;
        }
        long mine = ++turn;
        process.after(waitNs / 1_000_000 + 1, () -> {
            if (mine == turn) {
                process.start(this::keep);
            }
        });
    }

    private void poke() {
        keeper.poke();
        poked = keeping;
        turn++;
        process.start(this::keep);
    }

    /** Gives every partition back in order; true once that is done. */
    public boolean stop() {
        if (keeper.isDone()) {
            return true;
        }
        keeper.stop();
        process.start(this::keep);
        return false;
    }

    /** After {@link #stop}: takes the worker off the list. On a thread of the process's. */
    public void leave() {
        reader.stop();
        RedisFailures.await(leases.forget(Set.of(me.workerId())), limits.lease());
    }

    public Set<Integer> partitions() {
        return Set.copyOf(owned.byPartition().keySet());
    }

    private void reconnected() {
        owned.fenceAll();
        poke();
    }

    private void wakeReader() {
        reader.wake();
    }

    private final class Handlers implements Dispatch {
        @Override
        public void start(Handling handling, OpenEvent event) {
            mailboxes.put(event.clientId(), () -> handle(handling, event));
        }

        @Override
        public void giveUp(ClientEvent event) {
            handler.giveUp(event);
        }

        @Override
        public void refused() {
            poke();
        }
    }

    private void handle(Handling handling, OpenEvent event) {
        awaitValid();
        Optional<Duration> pause = run.run(handling, event);
        while (pause.isPresent()) {
            if (isPostponed(handling, event, pause.get())) {
                return;
            }
            awaitValid();
            pause = run.run(handling, event);
        }
    }

    private boolean isPostponed(Handling handling, OpenEvent event, Duration pause) {
        for (long left = pause.toMillis(); left > 0; left -= POLL.toMillis()) {
            process.sleep(Math.min(left, POLL.toMillis()));
            if (handling.postpone(event)) {
                return true;
            }
        }
        return false;
    }

    private void awaitValid() {
        while (!guard.isValid()) {
            process.sleep(POLL.toMillis());
        }
    }
}
