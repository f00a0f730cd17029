package io.gatefarm.worker.partition;

import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.lease.LeaseWatch;
import io.gatefarm.redis.lease.PartitionLease;
import io.gatefarm.redis.lease.PartitionLeases;
import io.gatefarm.redis.lease.Renewal;
import io.gatefarm.worker.metrics.LeaseChange;
import io.gatefarm.worker.metrics.WorkerMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that keeps the worker's leases: renews them each beat, learns who else is alive, gives partitions away that
 * another should have, and takes those that are its own by {@link Assignment} once they are free or their owner has died. Only
 * partitions that move are paused.
 */
final class LeaseKeeper implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final Duration WHILE_LEAVING = Duration.ofMillis(10);
    /** Beats in a row that must agree before a partition is given to another worker. */
    private static final int SURE_BEATS = 2;

    private static final int SETTLING_BEATS = 3;

    private final SelfReport me;
    private final String workerId;
    private final int partitions;
    private final PartitionLeases leases;
    private final WorkLimits limits;
    private final LongSupplier nanoTime;
    private final WorkerMetrics metrics;
    private final PartitionSet owned;
    private final LeaseGuard guard;
    private final Semaphore pokes = new Semaphore(0);
    private final LeaseWatch<String> workerWatch;
    private final LeaseWatch<Integer> partitionWatch;
    private final Map<Integer, Integer> unwantedBeats = new HashMap<>();
    private final Map<Integer, Long> leaveDeadlines = new HashMap<>();
    private long connection;
    /** Free partitions of others are left to them until then: they, too, have just found Redis again. */
    private long settledNs;

    private long nextBeatNs;
    private boolean settling;
    private boolean failing;
    private volatile boolean stopping;

    LeaseKeeper(SelfReport me, int partitions, WorkContext context, PartitionSet owned, LeaseGuard guard) {
        this.me = me;
        this.workerId = context.workerId();
        this.partitions = partitions;
        this.leases = context.leases();
        this.limits = context.limits();
        this.nanoTime = context.nanoTime();
        this.metrics = context.metrics();
        this.nextBeatNs = nanoTime.getAsLong();
        this.owned = owned;
        this.guard = guard;
        this.workerWatch = new LeaseWatch<>(limits.lease(), limits.beat().multipliedBy(2));
        this.partitionWatch = new LeaseWatch<>(limits.lease(), limits.beat().multipliedBy(2));
    }

    /** Makes the thread beat now: somebody said that a partition is free or a worker has come. Any thread. */
    void poke() {
        pokes.release();
    }

    /** Gives everything back, then ends the thread. Any thread. */
    void stop() {
        stopping = true;
        pokes.release();
    }

    @Override
    public void run() {
        while (!isDone()) {
            awaitPoke(step());
        }
    }

    /** True once it was told to stop and everything is given back. */
    boolean isDone() {
        return stopping && owned.isEmpty();
    }

    /** Does what is due, a beat at once when somebody has poked. Returns for how many nanoseconds nothing else is, else. */
    long step() {
        if (pokes.drainPermits() > 0 || nanoTime.getAsLong() - nextBeatNs >= 0) {
            nextBeatNs = nanoTime.getAsLong() + limits.beat().toNanos();
            tryTo(this::beat);
        }
        tryTo(this::releaseLeft);
        long waitNs = Math.max(0, nextBeatNs - nanoTime.getAsLong());
        return leaveDeadlines.isEmpty() ? waitNs : Math.min(waitNs, WHILE_LEAVING.toNanos());
    }

    private void awaitPoke(long waitNs) {
        try {
            if (pokes.tryAcquire(waitNs, TimeUnit.NANOSECONDS)) {
                pokes.release(); // for the step to see
            }
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    private void tryTo(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            workerWatch.reset();
            partitionWatch.reset();
            if (!failing) {
                log.warn("leases could not be kept, is tried again: {}", e.getMessage());
            }
            failing = true;
            if (stopping) {
                owned.giveUp(); // Redis is away: others take over once the leases have run out
            }
        }
    }

    /** One beat: renews, and takes and gives away what it should. On the keeper's thread. */
    void beat() {
        if (owned.connection() != connection) {
            connection = owned.connection();
            startAnew();
        }
        takeAgain();
        renew();
        takeAgain(); // what the renewal found to be lost may be free
        failing = false;
        if (stopping) {
            owned.all().forEach(this::leave);
            return;
        }
        Set<Integer> wanted = wanted();
        for (PartitionConsumer consumer : owned.all()) {
            int p = consumer.partition();
            int beats = wanted.contains(p) ? 0 : unwantedBeats.getOrDefault(p, 0) + 1;
            unwantedBeats.put(p, beats);
            if (beats >= SURE_BEATS) {
                leave(consumer);
            }
        }
        takeWhatIsMine(wanted);
    }

    /** Redis may be another one, or have lost data: what was seen of the others does not count. */
    private void startAnew() {
        workerWatch.reset();
        partitionWatch.reset();
        unwantedBeats.clear();
        settling = true;
        settledNs = nanoTime.getAsLong()
                + limits.beat().multipliedBy(SETTLING_BEATS).toNanos();
    }

    /** Takes what was fenced again, with a new epoch, unless it is another worker's by now. */
    private void takeAgain() {
        for (PartitionConsumer fenced : owned.fenced()) {
            int p = fenced.partition();
            long asked = owned.connection();
            Optional<PartitionLease> lease = await(leases.acquire(p, workerId, limits.lease(), ""));
            if (lease.isPresent()) {
                owned.add(lease.get(), asked);
                if (leaveDeadlines.containsKey(p)) {
                    owned.get(p).ifPresent(PartitionConsumer::leave);
                }
                metrics.leaseChanged(LeaseChange.TAKEN_AGAIN);
                log.info("took partition {} again at {}", p, lease.get().position());
            } else {
                metrics.leaseChanged(LeaseChange.LOST);
                log.warn("partition {} is lost: another worker took it", p);
                owned.remove(p);
            }
        }
        leaveDeadlines.keySet().retainAll(owned.epochs().keySet());
    }

    private void renew() {
        long sentNs = nanoTime.getAsLong();
        Map<Integer, String> epochs = owned.epochs();
        Renewal renewal = await(
                stopping
                        ? leases.renewLeaving(workerId, limits.lease(), me.counts(), epochs)
                        : leases.renew(workerId, limits.lease(), me.counts(), epochs));
        for (int p : renewal.lost()) {
            owned.get(p).ifPresent(PartitionConsumer::fence);
        }
        guard.renewed(sentNs);
        if (!renewal.isKnown() || !renewal.lost().isEmpty()) {
            startAnew();
        }
        if (!renewal.isKnown()) {
            await(leases.describe(
                    workerId, me.about())); // Redis has lost its data, or this process was asleep for an hour
        }
        me.told(renewal.wanted());
    }

    private Set<Integer> wanted() {
        Map<String, String> workers = await(leases.workerLeaseEnds());
        workerWatch.look(workers, nanoTime.getAsLong());
        Set<String> dead = new HashSet<>();
        for (String worker : workers.keySet()) {
            if (!worker.equals(workerId) && workerWatch.expired(worker).isPresent()) {
                dead.add(worker);
            }
        }
        if (!dead.isEmpty()) {
            log.warn("workers {} are dead: their leases were not renewed", dead);
            await(leases.forget(dead));
        }
        Set<String> live = new HashSet<>(workers.keySet());
        live.removeAll(dead);
        live.add(workerId);
        Set<Integer> mine = new HashSet<>();
        Assignment.of(partitions, live).forEach((p, owner) -> {
            if (owner.equals(workerId)) {
                mine.add(p);
            }
        });
        return mine;
    }

    private void takeWhatIsMine(Set<Integer> wanted) {
        Map<Integer, PartitionLeases.Holder> holders = await(leases.holders(partitions));
        Map<Integer, String> ends = new HashMap<>();
        holders.forEach((p, holder) -> ends.put(p, holder.leaseEnd()));
        partitionWatch.look(ends, nanoTime.getAsLong());
        for (int p : wanted) {
            PartitionLeases.Holder holder = holders.get(p);
            if (owned.has(p) || holder == null) {
                continue;
            }
            Optional<String> expired = partitionWatch.expired(p);
            boolean free = holder.owner().isEmpty() && !isSettling();
            if (free || holder.owner().equals(workerId) || expired.isPresent()) {
                long asked = owned.connection();
                Optional<PartitionLease> lease = await(leases.acquire(p, workerId, limits.lease(), expired.orElse("")));
                lease.ifPresent(taken -> take(taken, asked));
            }
        }
    }

    private boolean isSettling() {
        settling = settling && nanoTime.getAsLong() - settledNs < 0;
        return settling;
    }

    private void take(PartitionLease lease, long asked) {
        owned.add(lease, asked);
        unwantedBeats.remove(lease.partition());
        metrics.leaseChanged(LeaseChange.TAKEN);
        log.info("took partition {} at {}", lease.partition(), lease.position());
    }

    private void leave(PartitionConsumer consumer) {
        consumer.leave();
        leaveDeadlines.computeIfAbsent(
                consumer.partition(),
                p -> nanoTime.getAsLong() + limits.handOver().toNanos());
    }

    /** Gives back the partitions whose last events are handled, or have had long enough. */
    void releaseLeft() {
        for (int p : Set.copyOf(leaveDeadlines.keySet())) {
            Optional<PartitionConsumer> leaving = owned.get(p);
            boolean late = leaveDeadlines.getOrDefault(p, Long.MAX_VALUE) - nanoTime.getAsLong() < 0;
            leaving.ifPresent(PartitionConsumer::commit);
            if (leaving.isEmpty() || leaving.get().isIdle() || late) {
                leaveDeadlines.remove(p);
                unwantedBeats.remove(p);
                leaving.ifPresent(consumer -> release(consumer, late));
            }
        }
    }

    private void release(PartitionConsumer consumer, boolean late) {
        owned.remove(consumer.partition());
        if (late || consumer.openEvents() > 0) {
            await(leases.releaseUnfinished(consumer.partition(), workerId, consumer.epoch()));
            metrics.leaseChanged(LeaseChange.GIVEN_BACK_UNFINISHED);
            log.warn(
                    "gave partition {} away with {} events unfinished: they come again at its next owner",
                    consumer.partition(),
                    consumer.openEvents());
        } else {
            await(leases.release(consumer.partition(), workerId, consumer.epoch()));
            metrics.leaseChanged(LeaseChange.GIVEN_BACK);
            log.info("gave partition {} away", consumer.partition());
        }
    }

    private <T> T await(CompletionStage<T> stage) {
        return RedisFailures.await(stage, limits.lease());
    }
}
