package io.gatefarm.worker.partition;

import io.gatefarm.redis.stream.Commit;
import io.gatefarm.redis.stream.InboundStream;
import io.gatefarm.worker.metrics.WorkerMetrics;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is on its way to Redis for one consumer.
 *
 * @param buried the event that is buried with it, or null
 * @param about id of the entry that is buried or to be tried alone, or ""
 */
record CommitUnderWay(Commit commit, OpenEvents.@Nullable Failed buried, String about) {
    CompletableFuture<Commit.Outcome> send(InboundStream stream) {
        if (buried != null) {
            return stream.bury(commit, about, buried.reason(), buried.tries());
        }
        return about.isEmpty() ? stream.commit(commit) : stream.commitTrying(commit, about);
    }

    /** Counts how it has ended; without an answer when the outcome is null. */
    void count(WorkerMetrics metrics, Commit.@Nullable Outcome outcome, long nanos) {
        metrics.commitTook(nanos);
        if (outcome == null) {
            metrics.commitFailed();
            return;
        }
        metrics.commitAnswered(outcome);
        if (outcome == Commit.Outcome.STORED && buried != null) {
            metrics.buried();
        }
    }
}
