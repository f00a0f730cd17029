package io.gatefarm.worker.partition;

import io.gatefarm.redis.stream.Commit;
import io.gatefarm.redis.stream.InboundStream;
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
}
