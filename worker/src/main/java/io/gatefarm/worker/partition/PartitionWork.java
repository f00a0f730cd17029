package io.gatefarm.worker.partition;

import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.channel.ChannelSubscription;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.lease.PartitionLeases;
import io.gatefarm.redis.lease.WorkerCounts;
import io.gatefarm.worker.metrics.WorkerMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's share of the partitions: taken, read, handled, committed, given back. Runs from {@link #start} to {@link #close},
 * which waits for running handlers.
 */
public final class PartitionWork implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PartitionWork.class);
    /** At how often a pause before another try looks whether the partition is being given away. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final String workerId;
    private final WorkLimits limits;
    private final EventHandler handler;
    private final PartitionLeases leases;
    private final LeaseGuard guard;
    private final PartitionSet owned;
    private final LeaseKeeper keeper;
    private final PartitionReader reader;
    private final EventRun run;
    private final ExecutorService handlers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("gatefarm-event-", 0).factory());
    private final Mailboxes mailboxes = new Mailboxes(handlers);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("gatefarm-timer").daemon().factory());
    private final ChannelSubscription hints;
    private final Thread keeperThread;

    private PartitionWork(
            FarmRedis redis,
            SelfReport me,
            int partitions,
            WorkLimits limits,
            EventHandler handler,
            WorkerMetrics metrics) {
        this.workerId = me.workerId();
        this.limits = limits;
        this.handler = handler;
        this.leases = redis.partitionLeases();
        var context = new WorkContext(workerId, redis.inbound(), leases, limits, System::nanoTime, metrics);
        this.owned = new PartitionSet(context, new Handlers(), this::wakeReader);
        this.guard = new LeaseGuard(limits.lease(), context.nanoTime());
        this.keeper = new LeaseKeeper(me, partitions, context, owned, guard);
        this.reader = new PartitionReader(context.stream(), owned.byPartition(), limits.readCount(), timer, () -> {
            metrics.readerReconnected();
            reconnected();
        });
        this.run = new EventRun(handler, limits.retries(), me, metrics, this::wakeReader);
        redis.whenReconnected(this::reconnected);
        this.hints = redis.outbound().subscribeToRebalance(message -> keeper.poke(), metrics::subscriptionReconnected);
        this.keeperThread = Thread.ofPlatform().name("gatefarm-leases").unstarted(keeper);
    }

    /**
     * Joins the app's workers and begins to handle events.
     *
     * @param me whom it joins as
     * @throws io.gatefarm.redis.connection.RedisUnavailableException when Redis cannot be reached
     */
    public static PartitionWork start(
            FarmRedis redis,
            SelfReport me,
            int partitions,
            WorkLimits limits,
            EventHandler handler,
            WorkerMetrics metrics) {
        var work = new PartitionWork(redis, me, partitions, limits, handler, metrics);
        RedisFailures.await(work.leases.describe(me.workerId(), me.about()), limits.lease());
        RedisFailures.await(
                work.leases.renew(me.workerId(), limits.lease(), WorkerCounts.NONE, Map.of()), limits.lease());
        RedisFailures.await(work.leases.announce(me.workerId()), limits.lease());
        work.keeperThread.start();
        work.reader.start();
        long everyMs = limits.commitInterval().toMillis();
        work.timer.scheduleWithFixedDelay(work::commitAll, everyMs, everyMs, TimeUnit.MILLISECONDS);
        return work;
    }

    private void commitAll() {
        try {
            owned.all().forEach(PartitionConsumer::commit);
        } catch (RuntimeException e) {
            log.error("commit failed", e); // the timer must go on
        }
    }

    /** The partitions owned now. */
    public Set<Integer> partitions() {
        return Set.copyOf(owned.byPartition().keySet());
    }

    /** Events read and not finished, of all partitions. */
    public int openEvents() {
        return owned.all().stream().mapToInt(PartitionConsumer::openEvents).sum();
    }

    /** The share of its room for open events that the fullest partition uses, 0 to 1. A partition is read up to three quarters. */
    public double load() {
        int most = owned.all().stream()
                .mapToInt(PartitionConsumer::openEvents)
                .max()
                .orElse(0);
        return Math.min(1, (double) most / limits.openEvents());
    }

    /** True while Redis answers renewals, so that handlers may start. */
    public boolean isSure() {
        return guard.isValid();
    }

    /** Any connection of this worker is a new one: what follows it may be another Redis. On an I/O thread. */
    private void reconnected() {
        owned.fenceAll();
        keeper.poke();
    }

    private void wakeReader() {
        reader.wake();
    }

    /** Events on virtual threads, one at a time per client. */
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
            keeper.poke();
        }
    }

    private void handle(Handling handling, OpenEvent event) {
        try {
            guard.awaitValid();
            Optional<Duration> pause = run.run(handling, event);
            while (pause.isPresent()) {
                // on the client's own thread, so its next events wait
                if (isPostponed(handling, event, pause.get())) {
                    return;
                }
                guard.awaitValid();
                pause = run.run(handling, event);
            }
        } catch (InterruptedException e) {
            log.debug("event {} comes again at the partition's next owner: the worker has stopped", event.origin());
        }
    }

    /** Waits for the next try; true when the partition is given away meanwhile and the event left to its next owner. */
    private static boolean isPostponed(Handling handling, OpenEvent event, Duration pause) throws InterruptedException {
        long endNs = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); left > 0; left = endNs - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK_AGAIN.toNanos()));
            if (handling.postpone(event)) {
                return true;
            }
        }
        return false;
    }

    /** Gives every partition back when its running handlers are done, at most {@link WorkLimits#handOver} long. */
    @Override
    public void close() {
        keeper.stop();
        reader.wake();
        join(keeperThread);
        try {
            RedisFailures.await(reader.stop(), limits.lease());
        } catch (RuntimeException e) {
            log.debug("the last read is still under way", e);
        }
        timer.shutdownNow();
        hints.close();
        handlers.shutdownNow();
        try {
            RedisFailures.await(leases.forget(Set.of(workerId)), limits.lease());
        } catch (RuntimeException e) {
            log.warn("worker {} stays on the list until its lease has run out: {}", workerId, e.getMessage());
        }
    }

    private void join(Thread thread) {
        try {
            thread.join(limits.handOver().plus(limits.lease()).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
