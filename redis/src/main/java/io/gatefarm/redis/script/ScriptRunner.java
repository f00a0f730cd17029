package io.gatefarm.redis.script;

import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisConnections;
import io.gatefarm.redis.connection.RedisFailures;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection with every script loaded. Calls on it reach Redis in call order. A script that Redis has forgotten (SCRIPT
 * FLUSH, a new server) is loaded and called again; only then may a call be overtaken by later ones.
 */
public final class ScriptRunner {
    private static final Logger log = LoggerFactory.getLogger(ScriptRunner.class);

    private final RedisConfig config;
    private final StatefulRedisConnection<String, byte[]> connection;
    private final RedisAsyncCommands<String, byte[]> commands;

    private ScriptRunner(RedisConfig config, StatefulRedisConnection<String, byte[]> connection) {
        this.config = config;
        this.connection = connection;
        this.commands = connection.async();
    }

    /**
     * Opens a connection and loads the scripts.
     *
     * @param connected runs on an I/O thread after the connection was lost and is back, before any answer comes; must not block
     * @throws io.gatefarm.redis.connection.RedisUnavailableException when Redis cannot be reached
     */
    public static ScriptRunner open(RedisConnections connector, Runnable connected) {
        var self = new ScriptRunner[1];
        StatefulRedisConnection<String, byte[]> connection = connector.commands(() -> {
            ScriptRunner runner = self[0];
            if (runner != null) {
                connected.run();
                runner.loadAll();
            }
        });
        var runner = new ScriptRunner(connector.config(), connection);
        self[0] = runner;
        RedisFailures.await(runner.loadAll(), connector.config().commandTimeout());
        return runner;
    }

    private CompletionStage<?> loadAll() {
        var loads = LuaScript.ALL.stream()
                .map(script -> commands.scriptLoad(script.source()).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(loads).exceptionallyCompose(failure -> {
            RuntimeException why = RedisFailures.translate(failure, config, "SCRIPT LOAD");
            log.warn("scripts were not loaded: {}", why.getMessage());
            return CompletableFuture.failedFuture(why);
        });
    }

    /** The plain commands of this connection, for reads that need no script. */
    public RedisAsyncCommands<String, byte[]> commands() {
        return commands;
    }

    /** Calls a script that returns one integer. */
    public CompletableFuture<Long> integer(LuaScript script, String[] keys, byte[]... arguments) {
        return this.<Long>call(script, ScriptOutputType.INTEGER, keys, arguments);
    }

    /** Calls a script that returns a list. */
    public CompletableFuture<ScriptReply> list(LuaScript script, String[] keys, byte[]... arguments) {
        return this.<List<?>>call(script, ScriptOutputType.MULTI, keys, arguments)
                .thenApply(ScriptReply::new);
    }

    private <T> CompletableFuture<T> call(LuaScript script, ScriptOutputType type, String[] keys, byte[]... arguments) {
        CompletionStage<T> first;
        try {
            first = commands.evalsha(script.sha(), type, keys, arguments);
        } catch (IllegalStateException e) { // the driver was shut down
            return CompletableFuture.failedFuture(RedisFailures.translate(e));
        }
        return first.toCompletableFuture().exceptionallyCompose(failure -> {
            Throwable cause = RedisFailures.cause(failure);
            if (cause instanceof RedisNoScriptException) {
                CompletionStage<T> again = commands.eval(script.source(), type, keys, arguments);
                return again.toCompletableFuture().exceptionallyCompose(e -> failed(script, e));
            }
            return failed(script, cause);
        });
    }

    private <T> CompletableFuture<T> failed(LuaScript script, Throwable failure) {
        return CompletableFuture.failedFuture(RedisFailures.translate(failure, config, "script " + script.name()));
    }

    public void close() {
        connection.close();
    }

    /** An argument as Redis gets it. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** An argument as Redis gets it: decimal digits. */
    public static byte[] bytes(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }
}
