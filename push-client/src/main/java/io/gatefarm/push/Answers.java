package io.gatefarm.push;

import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.connection.RedisUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Waits for the answer to a query. */
final class Answers {
    static final Duration LIMIT = Duration.ofSeconds(10);

    private Answers() {}

    static <T> T await(CompletionStage<T> stage) {
        try {
            return RedisFailures.await(stage, LIMIT);
        } catch (RedisUnavailableException e) {
            if (e.getCause() instanceof OverloadedException || e.getCause() instanceof IllegalArgumentException) {
                throw (RuntimeException) e.getCause(); // never reached Redis
            }
            throw e;
        }
    }
}
