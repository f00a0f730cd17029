package io.gatefarm.redis.script;

import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.connection.RedisRefusedException;
import io.lettuce.core.ScriptOutputType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Puts the console's functions into Redis, unless this version of them or a newer one is there. Safe to repeat. Redis has no way to
 * compare and load in one step: when two versions are loaded within the same moment, the older may stay until the next load.
 */
public final class LoadFunctions {
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
        CompletionStage<Long> version;
        try {
            version = scripts.commands().fcallReadOnly(VERSION, ScriptOutputType.INTEGER);
        } catch (IllegalStateException e) { // the driver was shut down
            return CompletableFuture.failedFuture(RedisFailures.translate(e));
        }
        return RedisFailures.translated(version)
                .exceptionallyCompose(LoadFunctions::none)
                .thenCompose(there -> there >= library.version() ? CompletableFuture.completedFuture(false) : load());
    }

    /** A refusal is that there is no such function; whoever may not ask may not load either, and that is the error to tell. */
    private static CompletableFuture<Long> none(Throwable failure) {
        return RedisFailures.cause(failure) instanceof RedisRefusedException
                ? CompletableFuture.completedFuture(-1L)
                : CompletableFuture.failedFuture(failure);
    }

    private CompletableFuture<Boolean> load() {
        return scripts.commands()
                .functionLoad(library.text(), true)
                .toCompletableFuture()
                .thenApply(name -> true)
                .exceptionallyCompose(failure ->
                        CompletableFuture.failedFuture(RedisFailures.translate(failure, config, "FUNCTION LOAD")));
    }
}
