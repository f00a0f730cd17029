package io.gatefarm.redis.script;

import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.connection.RedisRefusedException;
import io.lettuce.core.ScriptOutputType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Puts the console's functions into Redis, unless this version of them or a newer one is there. Safe to repeat. Redis has no way to
 * compare and load in one step. When there is none and two versions come within the same moment, the later of them is told of the
 * other and asks again; when both replace an older one, the older of the two may stay until the next load.
 */
public final class LoadFunctions {
    /** The version of no functions. */
    static final long NONE = -1;

    private static final String VERSION = FunctionLibrary.NAME + "_version";

    private final ScriptRunner scripts;
    private final RedisConfig config;
    private final FunctionLibrary library;

    public LoadFunctions(ScriptRunner scripts, RedisConfig config, FunctionLibrary library) {
        this.scripts = scripts;
        this.config = config;
        this.library = library;
    }

    /** True when they were loaded, false when those in Redis are as new. */
    public CompletableFuture<Boolean> run() {
        return version().thenCompose(this::loadOver);
    }

    /** As {@link #run}, from the version that Redis was found to have. */
    CompletableFuture<Boolean> loadOver(long there) {
        return there == NONE ? load(false).exceptionallyCompose(this::loadOverAnother) : replaceOlder(there);
    }

    private CompletableFuture<Long> version() {
        CompletionStage<Long> version;
        try {
            version = scripts.commands().fcallReadOnly(VERSION, ScriptOutputType.INTEGER);
        } catch (IllegalStateException e) { // the driver was shut down
            return CompletableFuture.failedFuture(RedisFailures.translate(e));
        }
        return RedisFailures.translated(version).exceptionallyCompose(LoadFunctions::none);
    }

    /** A refusal is that there is no such function; whoever may not ask may not load either, and that is the error to tell. */
    private static CompletableFuture<Long> none(Throwable failure) {
        return RedisFailures.cause(failure) instanceof RedisRefusedException
                ? CompletableFuture.completedFuture(NONE)
                : CompletableFuture.failedFuture(failure);
    }

    /** Somebody else's functions came first: only newer ones take their place. */
    private CompletableFuture<Boolean> loadOverAnother(Throwable failure) {
        Throwable cause = RedisFailures.cause(failure);
        return cause instanceof RedisRefusedException
                        && String.valueOf(cause.getMessage()).endsWith(" already exists")
                ? version().thenCompose(this::replaceOlder)
                : CompletableFuture.failedFuture(cause);
    }

    private CompletableFuture<Boolean> replaceOlder(long there) {
        return there >= library.version() ? CompletableFuture.completedFuture(false) : load(true);
    }

    private CompletableFuture<Boolean> load(boolean replace) {
        return scripts.commands()
                .functionLoad(library.text(), replace)
                .toCompletableFuture()
                .thenApply(name -> true)
                .exceptionallyCompose(failure ->
                        CompletableFuture.failedFuture(RedisFailures.translate(failure, config, "FUNCTION LOAD")));
    }
}
