package io.gatefarm.redis.connection;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Redis did not answer: not reachable, the connection broke or the command timed out; or the server that answered is no master
 * to write to, as during a failover or while it loads its data. Whether the command ran is unknown; nothing is sent again by itself, the caller decides.
 */
public final class RedisUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final @Nullable ConnectProblem problem;

    public RedisUnavailableException(String message, @Nullable Throwable cause) {
        this(message, cause, null);
    }

    RedisUnavailableException(String message, @Nullable Throwable cause, @Nullable ConnectProblem problem) {
        super(message, cause);
        this.problem = problem;
    }

    /** What kept the process from connecting; empty when it was connected and the connection or a command failed. */
    public Optional<ConnectProblem> problem() {
        return Optional.ofNullable(problem);
    }
}
