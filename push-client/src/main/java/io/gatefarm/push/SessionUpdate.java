package io.gatefarm.push;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gatefarm.redis.directory.Directory;
import io.gatefarm.redis.directory.SessionMerge;
import io.gatefarm.redis.directory.SessionWrite;
import io.gatefarm.redis.directory.StoredSession;
import java.util.concurrent.CompletableFuture;

/** Merges changes into a client's session: reads, merges, writes if nobody else has meanwhile, else again. */
final class SessionUpdate {
    /** Writers that may get in between before the update counts as failed. */
    private static final int TRIES = 100;

    private final Directory directory;
    private final String clientId;
    private final JsonObject changes;

    SessionUpdate(Directory directory, String clientId, JsonObject changes) {
        this.directory = directory;
        this.clientId = clientId;
        this.changes = changes.deepCopy();
    }

    /** WRITTEN or GONE. */
    CompletableFuture<SessionWrite> run() {
        return attempt(TRIES);
    }

    private CompletableFuture<SessionWrite> attempt(int triesLeft) {
        return directory
                .session(clientId)
                .thenCompose(stored -> write(stored).thenCompose(outcome -> {
                    if (outcome != SessionWrite.CONFLICT) {
                        return CompletableFuture.completedFuture(outcome);
                    }
                    if (triesLeft <= 1) {
                        return CompletableFuture.failedFuture(new IllegalStateException(
                                "session of " + clientId + " changed under " + TRIES + " writes"));
                    }
                    return attempt(triesLeft - 1);
                }));
    }

    private CompletableFuture<SessionWrite> write(StoredSession stored) {
        JsonObject values = JsonParser.parseString(stored.json()).getAsJsonObject();
        SessionMerge.merge(changes, values);
        return directory.writeSession(clientId, stored.version(), values.toString());
    }
}
