package io.gatefarm.worker.partition;

import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.channel.ChannelSubscription;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.lease.PartitionLease;
import io.gatefarm.redis.lease.PartitionLeases;
import io.gatefarm.redis.lease.WorkerCounts;
import io.gatefarm.redis.stream.InboundStream;
import io.gatefarm.redis.stream.StreamEntry;
import java.time.Duration;
import java.util.List;
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

    private static final Duration REDIS_AWAY_PAUSE = Duration.ofMillis(500);

    private final SelfReport me;
    private final String workerId;
    private final WorkLimits limits;
    private final EventHandler handler;
    private final InboundStream stream;
    private final PartitionLeases leases;
    private final LeaseGuard guard;
    private final PartitionSet owned;
    private final LeaseKeeper keeper;
    private final PartitionReader reader;
    private final ExecutorService handlers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("gatefarm-event-", 0).factory());
    private final Mailboxes mailboxes = new Mailboxes(handlers);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("gatefarm-timer").daemon().factory());
    private final ChannelSubscription hints;
    private final Thread keeperThread;

    private PartitionWork(FarmRedis redis, SelfReport me, int partitions, WorkLimits limits, EventHandler handler) {
        this.me = me;
        this.workerId = me.workerId();
        this.limits = limits;
        this.handler = handler;
        this.stream = redis.inbound();
        this.leases = redis.partitionLeases();
        this.owned = new PartitionSet(this::begin, this::wakeReader);
        this.guard = new LeaseGuard(limits.lease(), System.nanoTime());
        this.keeper = new LeaseKeeper(me, partitions, leases, limits, owned, guard);
        this.reader = new PartitionReader(stream, owned.byPartition(), limits.readCount(), timer, this::dispatch);
        this.hints = redis.outbound().subscribeToRebalance(message -> keeper.poke());
        this.keeperThread = Thread.ofPlatform().name("gatefarm-leases").unstarted(keeper);
    }

    /**
     * Joins the app's workers and begins to handle events.
     *
     * @param me whom it joins as
     * @throws io.gatefarm.redis.connection.RedisUnavailableException when Redis cannot be reached
     */
    public static PartitionWork start(
            FarmRedis redis, SelfReport me, int partitions, WorkLimits limits, EventHandler handler) {
        var work = new PartitionWork(redis, me, partitions, limits, handler);
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

    /** On the keeper's thread: what the last owner had not finished comes first. */
    private PartitionConsumer begin(PartitionLease lease) {
        int p = lease.partition();
        String origin = RedisFailures.await(stream.entries(p, List.of(lease.position())), limits.lease()).stream()
                .map(StreamEntry::origin)
                .findFirst()
                .orElse("");
        var consumer = new PartitionConsumer(lease, origin, workerId, stream, limits);
        List<StreamEntry> unfinished = RedisFailures.await(stream.entries(p, lease.unfinished()), limits.lease());
        for (StreamEntry entry : unfinished) {
            consumer.takeUnfinished(entry);
            dispatch(consumer, entry);
        }
        return consumer;
    }

    private void wakeReader() {
        reader.wake();
    }

    private void dispatch(PartitionConsumer consumer, StreamEntry entry) {
        mailboxes.put(entry.event().clientId(), () -> handle(consumer, entry));
    }

    private void handle(PartitionConsumer consumer, StreamEntry entry) {
        try {
            // on the client's own thread, so its next events wait
            while (isHandledAgain(consumer, entry)) {
                TimeUnit.NANOSECONDS.sleep(REDIS_AWAY_PAUSE.toNanos());
            }
        } catch (InterruptedException e) {
            log.debug("event {} comes again at the partition's next owner: the worker has stopped", entry.id());
        }
    }

    /** Handles an event unless its partition is lost; true when Redis was away and it is to be handled again. */
    private boolean isHandledAgain(PartitionConsumer consumer, StreamEntry entry) throws InterruptedException {
        guard.awaitValid();
        if (!consumer.mayStart()) {
            return false;
        }
        switch (outcome(consumer, entry.event())) {
            case Outcome.RedisAway away -> {
                return true;
            }
            case Outcome.Done done -> finish(consumer, entry, done.dismissed(), Optional.empty());
            case Outcome.Failed failed -> finish(consumer, entry, failed.dismissed(), Optional.of(failed.reason()));
        }
        return false;
    }

    private Outcome outcome(PartitionConsumer consumer, ClientEvent event) {
        boolean passedOver = event instanceof ClientEvent.Received && consumer.isDismissed(event.clientId());
        return passedOver ? new Outcome.Done(false) : handler.handle(event);
    }

    private void finish(PartitionConsumer consumer, StreamEntry entry, boolean dismissed, Optional<String> failure) {
        me.handled(failure);
        if (dismissed && !(entry.event() instanceof ClientEvent.Closed)) {
            consumer.dismiss(entry);
        }
        handler.whenSent(() -> {
            if (consumer.finish(entry.id(), failure)) {
                reader.wake();
            }
        });
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
