package io.gatefarm.worker.partition;

import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.worker.metrics.EventEnd;
import io.gatefarm.worker.metrics.WorkerMetrics;
import java.time.Duration;
import java.util.Optional;

/**
 * Handles events whose turn has come, one try per call; who calls waits in between. Thread-safe. Blocks as long as the handler
 * does.
 */
final class EventRun {
    private static final Duration REDIS_AWAY_PAUSE = Duration.ofMillis(500);
    /** The longest pause while events are tried one by one, since all others of the partition wait for this one. */
    private static final Duration CAREFUL_PAUSE = Duration.ofSeconds(1);

    private final EventHandler handler;
    private final Retries retries;
    private final SelfReport me;
    private final WorkerMetrics metrics;
    private final Runnable roomAgain;

    /** @param roomAgain runs when a partition that was too full may be read again */
    EventRun(EventHandler handler, Retries retries, SelfReport me, WorkerMetrics metrics, Runnable roomAgain) {
        this.handler = handler;
        this.retries = retries;
        this.me = me;
        this.metrics = metrics;
        this.roomAgain = roomAgain;
    }

    /** Handles an event unless its partition is fenced; returns when it is to be tried again, empty when it is not. */
    Optional<Duration> run(Handling handling, OpenEvent event) {
        Optional<EventHandler.Delivery> delivery = handling.begin(event);
        if (delivery.isEmpty()) {
            return Optional.empty();
        }
        return switch (outcome(handling, delivery.get())) {
            case Outcome.RedisAway away -> {
                metrics.retriedRedisAway();
                yield Optional.of(REDIS_AWAY_PAUSE);
            }
            case Outcome.Done done -> {
                finish(handling, event, done.dismissed() || event.isDismissing(), Optional.empty());
                yield Optional.empty();
            }
            case Outcome.Failed failed -> {
                Optional<Duration> pause = retries.after(event.fail(failed.dismissed()));
                if (pause.isPresent()) {
                    metrics.retriedFailed();
                } else {
                    metrics.ended(event.event(), EventEnd.FAILED);
                    handler.giveUp(event.event());
                    finish(handling, event, event.isOpen() || event.isDismissing(), Optional.of(failed.reason()));
                }
                yield pause.map(wait -> handling.isCareful(event) ? shorter(wait, CAREFUL_PAUSE) : wait);
            }
        };
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Outcome outcome(Handling handling, EventHandler.Delivery delivery) {
        ClientEvent event = delivery.event();
        if (!(event instanceof ClientEvent.Received) || !handling.isDismissed(event.clientId())) {
            return timed(delivery);
        }
        if (handling.isToBeToldAgain(event.clientId())) {
            handler.closeAgain(event); // the close may be lost
        }
        metrics.ended(event, EventEnd.SKIPPED);
        return new Outcome.Done(false);
    }

    private Outcome timed(EventHandler.Delivery delivery) {
        if (delivery.redelivered()) {
            metrics.redelivered();
        }
        Outcome outcome = counted(delivery);
        if (outcome instanceof Outcome.Done) {
            metrics.ended(delivery.event(), EventEnd.DONE);
        }
        return outcome;
    }

    private Outcome counted(EventHandler.Delivery delivery) {
        var run = metrics.handlerStarts(delivery.event());
        try {
            return handler.handle(delivery);
        } finally {
            run.end();
        }
    }

    private void finish(Handling handling, OpenEvent event, boolean dismissed, Optional<String> failure) {
        me.handled(failure);
        if (dismissed && !event.isClose()) {
            handling.dismiss(event);
        }
        handler.whenSent(() -> {
            if (handling.finish(event, failure)) {
                roomAgain.run();
            }
        });
    }
}
