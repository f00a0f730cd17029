package io.gatefarm.redis.connection;

import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Turns what the Redis driver throws into the two exceptions that callers know, and waits for stages. */
public final class RedisFailures {
    private RedisFailures() {}

    /** First words of a server that is no master to write to, not any more or not yet: another one may be, or this one later. */
    private static final Set<String> NOT_NOW = Set.of("READONLY", "MASTERDOWN", "UNBLOCKED", "NOREPLICAS", "LOADING");
    /** Those of them that a master does not say. */
    private static final Set<String> REPLICA = Set.of("READONLY", "MASTERDOWN", "UNBLOCKED");

    /**
     * {@link RedisRefusedException} when Redis answered with an error, else {@link RedisUnavailableException}; also when the error
     * says that this server is not a master to write to: a replica, one without replicas that needs some, one that loads its data.
     */
    public static RuntimeException translate(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof RedisUnavailableException || cause instanceof RedisRefusedException) {
            return (RuntimeException) cause;
        }
        if (isOneOf(NOT_NOW, cause)) {
            return new RedisUnavailableException("this Redis server is not ready: " + cause.getMessage(), cause);
        }
        if (cause instanceof RedisCommandExecutionException) {
            return new RedisRefusedException("Redis refused the command: " + cause.getMessage(), cause);
        }
        return new RedisUnavailableException("Redis did not answer: " + cause, cause);
    }

    /**
     * As {@link #translate}; when Redis does not permit it to its user, the message names both.
     *
     * @param what was asked, such as {@code script join_group}
     */
    public static RuntimeException translate(Throwable failure, RedisConfig config, String what) {
        RuntimeException translated = translate(failure);
        Throwable cause = translated.getCause();
        if (!(translated instanceof RedisRefusedException) || cause == null) {
            return translated;
        }
        String words = String.valueOf(cause.getMessage());
        if (!isNotPermitted(words)) {
            return translated;
        }
        return new RedisRefusedException(
                "Redis does not permit user " + config.user() + " " + what + ": " + words
                        + " (ACL LOG at Redis says more; redis/users.acl has what each role needs)",
                cause);
    }

    /** True when the server that answered is a replica. */
    static boolean isFromReplica(Throwable failure) {
        return isOneOf(REPLICA, cause(failure));
    }

    private static boolean isOneOf(Set<String> firstWords, Throwable cause) {
        return cause instanceof RedisCommandExecutionException
                && firstWords.contains(String.valueOf(cause.getMessage()).split(" ", 2)[0]);
    }

    private static boolean isNotPermitted(String words) {
        return words.startsWith("NOPERM")
                || words.contains("user executing the script")
                || words.contains("ACL failure");
    }

    /** What a failure is about, without the exceptions that stages and futures wrap around it. */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** The stage with its failure translated. */
    public static <T> CompletableFuture<T> translated(CompletionStage<T> stage) {
        return stage.toCompletableFuture().exceptionallyCompose(e -> CompletableFuture.failedFuture(translate(e)));
    }

    /**
     * Waits for a stage.
     *
     * @throws RedisUnavailableException when it failed so, or not within the limit, or the thread was interrupted (the
     *     interrupt flag stays set)
     * @throws RedisRefusedException when Redis answered with an error
     */
    public static <T> T await(CompletionStage<T> stage, Duration limit) {
        try {
            return stage.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw translate(e);
        } catch (TimeoutException e) {
            throw new RedisUnavailableException("Redis did not answer within " + limit, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisUnavailableException("interrupted while waiting for Redis", e);
        }
    }
}
