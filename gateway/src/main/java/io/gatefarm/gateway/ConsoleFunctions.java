package io.gatefarm.gateway;

import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.connection.RedisRefusedException;
import io.gatefarm.redis.script.FunctionLibrary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the console's functions in Redis: loads them at the start, and again whenever a connection was lost and is back, for it may
 * lead to another Redis or one that has lost them. Not in between: what {@code FUNCTION FLUSH} takes away under a standing connection,
 * or a Redis that hangs does not take, is there again after the next one. A gateway works without them: a failure is told and ends
 * nothing. Thread-safe.
 */
final class ConsoleFunctions {
    private static final Logger log = LoggerFactory.getLogger(ConsoleFunctions.class);

    private final FarmRedis redis;
    private volatile boolean warned;

    private ConsoleFunctions(FarmRedis redis) {
        this.redis = redis;
    }

    /** Begins; does not wait until they are loaded. */
    static void keep(FarmRedis redis) {
        var functions = new ConsoleFunctions(redis);
        redis.whenReconnected(functions::load);
        functions.load();
    }

    private void load() {
        var unused = redis.loadFunctions().whenComplete((loaded, failure) -> {
            if (failure != null) {
                failed(RedisFailures.cause(failure));
            } else if (loaded) {
                log.info(
                        "loaded the console's functions version={}",
                        FunctionLibrary.current().version());
            }
        });
    }

    /** A Redis that could not be reached is nothing new to the log: others tell of it, and the next connection loads them. */
    private void failed(Throwable failure) {
        if (failure instanceof RedisRefusedException && !warned) {
            warned = true;
            log.warn(
                    "the console's functions for FCALL were not loaded; \"gatefarm functions\" prints them for who may: {}",
                    failure.getMessage());
        } else {
            log.debug("the console's functions were not loaded", failure);
        }
    }
}
