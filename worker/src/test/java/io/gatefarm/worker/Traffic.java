package io.gatefarm.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.testing.TestGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A few hundred numbered messages per second from a dozen clients, until it is stopped. */
final class Traffic implements AutoCloseable {
    private static final int CLIENTS = 12;
    private static final Duration TICK = Duration.ofMillis(40);

    private final TestGateway gateway;
    private final List<String> clients = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    /** Messages sent per client. */
    private final AtomicInteger sent = new AtomicInteger();

    Traffic(TestGateway gateway) {
        this.gateway = gateway;
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(gateway.connect());
        }
        var unused = timer.scheduleAtFixedRate(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        String number = Integer.toString(sent.get());
        clients.forEach(client -> gateway.receive(client, number));
        sent.incrementAndGet();
    }

    int sent() {
        return sent.get();
    }

    List<String> clients() {
        return clients;
    }

    /** Ends it and returns the number of messages that each client has sent. */
    int stop() throws InterruptedException {
        timer.shutdown();
        assertThat(timer.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        return sent.get();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** That numbers 0 to below {@code count} all came, in this order but for repeats. */
    static void assertNoneLost(List<String> numbers, int count) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            expected.add(Integer.toString(i));
        }
        assertThat(new ArrayList<>(new LinkedHashSet<>(numbers))).isEqualTo(expected);
    }
}
