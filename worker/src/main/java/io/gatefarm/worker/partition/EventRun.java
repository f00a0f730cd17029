package io.gatefarm.worker.partition;

import io.gatefarm.redis.event.ClientEvent;
import java.time.Duration;
import java.util.Optional;

/**
 * Handles events whose turn has come, one try per call; who calls waits in between. Thread-safe. Blocks as long as the handler
 * does.
 */
final class EventRun {
    private static final Duration REDIS_AWAY_PAUSE = Duration.ofMillis(500);

    private final EventHandler handler;
    private final Retries retries;
    private final SelfReport me;
    private final Runnable roomAgain;

    /** @param roomAgain runs when a partition that was too full may be read again */
    EventRun(EventHandler handler, Retries retries, SelfReport me, Runnable roomAgain) {
        this.handler = handler;
        this.retries = retries;
        this.me = me;
        this.roomAgain = roomAgain;
    }

    /** Handles an event unless its partition is fenced; returns when it is to be tried again, empty when it is not. */
    Optional<Duration> run(PartitionConsumer consumer, OpenEvent event) {
        Optional<EventHandler.Delivery> delivery = consumer.begin(event);
        if (delivery.isEmpty()) {
            return Optional.empty();
        }
        return switch (outcome(consumer, delivery.get())) {
            case Outcome.RedisAway away -> Optional.of(REDIS_AWAY_PAUSE);
            case Outcome.Done done -> {
                finish(consumer, event, done.dismissed(), Optional.empty());
                yield Optional.empty();
            }
            case Outcome.Failed failed -> {
                Optional<Duration> pause = retries.after(event.fail());
                if (pause.isEmpty()) {
                    finish(consumer, event, failed.dismissed(), Optional.of(failed.reason()));
                }
                yield pause;
            }
        };
    }

    private Outcome outcome(PartitionConsumer consumer, EventHandler.Delivery delivery) {
        ClientEvent event = delivery.event();
        if (!(event instanceof ClientEvent.Received) || !consumer.isDismissed(event.clientId())) {
            return handler.handle(delivery);
        }
        if (consumer.isToBeToldAgain(event.clientId())) {
            handler.closeAgain(event); // the close may be lost
        }
        return new Outcome.Done(false);
    }

    private void finish(PartitionConsumer consumer, OpenEvent event, boolean dismissed, Optional<String> failure) {
        me.handled(failure);
        if (dismissed && !event.isClose()) {
            consumer.dismiss(event);
        }
        handler.whenSent(() -> {
            if (consumer.finish(event, failure)) {
                roomAgain.run();
            }
        });
    }
}
