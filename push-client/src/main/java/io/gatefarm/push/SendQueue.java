package io.gatefarm.push;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gatefarm.redis.channel.OutboundChannel;
import io.gatefarm.redis.channel.Target;
import io.gatefarm.redis.connection.RedisFailures;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one ordered queue behind a {@link Gateway}. One turn of calls is under way at Redis; what is submitted meanwhile makes up
 * the next, so turns are as large as the load makes them and no timer is needed. Within a turn, frames for one gateway travel
 * as one publication, as far as one call to Redis takes them. Thread-safe; at most {@value #MAX_WAITING} calls wait,
 * whose frames have at most 64 MiB.
 */
final class SendQueue {
    private static final Logger log = LoggerFactory.getLogger(SendQueue.class);
    static final int MAX_WAITING = 10_000;
    /** Bytes of frames that may wait: what a process can spare, and a tenth of a second of what Redis takes. */
    static final long MAX_WAITING_BYTES = 64L << 20;

    private static final int TURN_CALLS = 2_048;

    private final OutboundChannel channel;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final ArrayDeque<Call> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private boolean turnUnderWay;

    @GuardedBy("lock")
    private int unacknowledged;

    @GuardedBy("lock")
    private long unacknowledgedBytes;

    /** Since the last call that was taken. */
    @GuardedBy("lock")
    private boolean overloaded;

    /** Owned by the turn under way. */
    private volatile boolean failing;

    SendQueue(OutboundChannel channel) {
        this.channel = channel;
    }

    /** Sends a frame; the stage gives the clients reached, or fails. */
    CompletableFuture<Long> publish(Target target, byte[] frame) {
        var reached = new CompletableFuture<Long>();
        submit(new Call.Publish(target, frame, reached)).ifPresent(reached::completeExceptionally);
        return reached;
    }

    /** Makes a Redis call that touches no session in its turn. */
    <T> CompletableFuture<T> call(Supplier<CompletableFuture<T>> redisCall) {
        return call(Sessions.NONE, redisCall);
    }

    /** Makes a Redis call in its turn. */
    <T> CompletableFuture<T> call(Sessions sessions, Supplier<CompletableFuture<T>> redisCall) {
        return call(sessions, 0, false, redisCall);
    }

    /** As {@link #call(Sessions, Supplier)}, with so many bytes to write. */
    <T> CompletableFuture<T> call(Sessions sessions, int bytes, Supplier<CompletableFuture<T>> redisCall) {
        return call(sessions, bytes, false, redisCall);
    }

    /** Makes Redis calls of several steps; whatever is submitted later starts after the last of them. */
    <T> CompletableFuture<T> callAlone(Supplier<CompletableFuture<T>> redisCalls) {
        return call(Sessions.NONE, 0, true, redisCalls);
    }

    private <T> CompletableFuture<T> call(
            Sessions sessions, int bytes, boolean last, Supplier<CompletableFuture<T>> redisCall) {
        var result = new CompletableFuture<T>();
        Runnable start = () -> relay(redisCall, result);
        submit(new Call.Script(sessions, bytes, last, start, result)).ifPresent(result::completeExceptionally);
        return result;
    }

    private static <T> void relay(Supplier<CompletableFuture<T>> redisCall, CompletableFuture<T> result) {
        redisCall.get().whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    /** Runs the action once every call submitted so far has been answered; at once, on this thread, when nothing waits. */
    void whenSettled(Runnable action) {
        synchronized (lock) {
            if (turnUnderWay) {
                waiting.add(new Call.Settled(action));
                return;
            }
        }
        run(action);
    }

    /** Takes a call, or says why not. */
    private Optional<OverloadedException> submit(Call call) {
        synchronized (lock) {
            if (unacknowledged >= MAX_WAITING || unacknowledgedBytes + call.bytes() > MAX_WAITING_BYTES) {
                return Optional.of(overload());
            }
            overloaded = false;
            unacknowledged++;
            unacknowledgedBytes += call.bytes();
            waiting.add(call);
            if (turnUnderWay) {
                return Optional.empty();
            }
            turnUnderWay = true;
        }
        runTurns();
        return Optional.empty();
    }

    @GuardedBy("lock")
    private OverloadedException overload() {
        var overload = new OverloadedException(unacknowledged, unacknowledgedBytes);
        if (!overloaded) { // callers may not look at their stages
            log.warn("calls are refused: {}", overload.getMessage());
        }
        overloaded = true;
        return overload;
    }

    private void runTurns() {
        List<Call> turn = nextTurn();
        while (!turn.isEmpty()) {
            CompletableFuture<?> answered = start(turn);
            if (!answered.isDone()) {
                List<Call> started = turn;
                answered.whenComplete((done, failure) -> {
                    settle(started, failure);
                    runTurns();
                });
                return;
            }
            settle(turn, failureOf(answered));
            turn = nextTurn();
        }
    }

    private static @Nullable Throwable failureOf(CompletableFuture<?> done) {
        return done.<@Nullable Throwable>handle((value, failure) -> failure).join();
    }

    private List<Call> nextTurn() {
        synchronized (lock) {
            if (waiting.isEmpty()) {
                turnUnderWay = false;
                return List.of();
            }
            List<Call> turn = new ArrayList<>(Math.min(waiting.size(), TURN_CALLS));
            Set<String> updated = new HashSet<>();
            boolean last = false;
            while (!last && turn.size() < TURN_CALLS && !waiting.isEmpty()) {
                Sessions sessions = sessions(waiting.peek());
                if (sessions.mustSee(updated)) {
                    break;
                }
                if (sessions.updated()) {
                    updated.add(sessions.clientId());
                }
                Call call = waiting.remove();
                last = call instanceof Call.Script script && script.last();
                turn.add(call);
            }
            return turn;
        }
    }

    private static Sessions sessions(Call call) {
        return call instanceof Call.Script script ? script.sessions() : Sessions.NONE;
    }

    private CompletableFuture<?> start(List<Call> turn) {
        try {
            return send(turn);
        } catch (RuntimeException e) { // the queue must go on
            turn.forEach(call -> fail(call, e));
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void fail(Call call, RuntimeException failure) {
        if (call instanceof Call.Publish publish) {
            publish.reached().completeExceptionally(failure);
        } else if (call instanceof Call.Script script) {
            script.started().completeExceptionally(failure);
        }
    }

    private CompletableFuture<?> send(List<Call> turn) {
        var publications = new Publications(channel);
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (Call call : turn) {
            if (call instanceof Call.Publish publish) {
                publications.add(publish);
            } else if (call instanceof Call.Script script) {
                publications.flush();
                startScript(script);
                answers.add(unlessRefused(script.started()));
            }
        }
        publications.flush();
        answers.addAll(publications.answers());
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new));
    }

    /** Complete also when the call was the caller's mistake, about which Redis was never asked. */
    private static CompletableFuture<?> unlessRefused(CompletableFuture<?> call) {
        return call.<@Nullable Object>handle((value, failure) -> {
            if (failure == null || isRefusal(failure)) {
                return null;
            }
            throw new CompletionException(RedisFailures.cause(failure));
        });
    }

    private static void startScript(Call.Script script) {
        try {
            script.start().run();
        } catch (RuntimeException e) {
            script.started().completeExceptionally(e);
        }
    }

    private void settle(List<Call> turn, @Nullable Throwable failure) {
        if (failure == null || isRefusal(failure)) {
            failing = false;
        } else if (!failing) { // callers may not look at their stages
            log.warn("calls to Redis fail, sends may be lost: {}", String.valueOf(failure.getMessage()));
            failing = true;
        }
        int answered = 0;
        long bytes = 0;
        for (Call call : turn) {
            answered += call instanceof Call.Settled ? 0 : 1;
            bytes += call.bytes();
        }
        synchronized (lock) {
            unacknowledged -= answered;
            unacknowledgedBytes -= bytes;
        }
        for (Call call : turn) {
            if (call instanceof Call.Settled settled) {
                run(settled.action());
            }
        }
    }

    /** True when the call itself was bad, a cursor or a session too large: that says nothing about Redis. */
    private static boolean isRefusal(Throwable failure) {
        return RedisFailures.cause(failure) instanceof IllegalArgumentException;
    }

    /** The queue outlives what others hang into it. */
    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.error("action after the calls before it failed", e);
        }
    }
}
