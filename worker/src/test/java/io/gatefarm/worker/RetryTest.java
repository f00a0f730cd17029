package io.gatefarm.worker;

import static io.gatefarm.worker.Farm.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.worker.partition.Retries;
import io.gatefarm.worker.partition.WorkLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workers that are configured to try again what fails. */
final class RetryTest {
    @RegisterExtension
    final Farm farm = new Farm();

    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Fails each "bad" so many times. */
    private static final class Failing extends DeliveredEvents {
        private final AtomicInteger left;

        Failing(int failures) {
            this.left = new AtomicInteger(failures);
        }

        @Override
        void received(Client client, String text) throws Exception {
            noteKey(client);
            if (text.equals("bad") && left.getAndDecrement() > 0) {
                throw new IOException("no disk");
            }
        }
    }

    private Worker start(Retries retries, Events events) {
        return farm.start(farm.config(WorkLimits.DEFAULTS.with(retries)), events);
    }

    private long letters() {
        return (Long) farm.raw().call("XLEN", farm.keys().deadLetters());
    }

    @Test
    void handler_failsTwiceOfThree_isTriedInItsPlaceAndOnlyItsClientWaits() {
        var events = new Failing(2);
        start(new Retries(2, Duration.ofSeconds(1)), events);
        String client = farm.gateway().connect();
        String neighbour = farm.gateway().connectBeside(client);
        farm.gateway().receive(client, "bad", "after");
        farm.gateway().receive(neighbour, "meanwhile");

        events.await(neighbour, "meanwhile");
        assertThat(events.of(client)).containsExactly("connect");
        events.await(client, "after");
        assertThat(events.of(client)).containsExactly("connect", "bad", "after");
        String bad = events.keys(client).get(1);
        assertThat(events.keys(client)).hasSize(5).startsWith(client + "/open", bad, bad + "*", bad + "*");
        assertThat(letters()).isZero();
    }

    @Test
    void handler_failsEachTime_isBuriedWithItsTriesAndTheNextEventsGoOn() {
        var events = new Failing(100);
        start(new Retries(2, PAUSE), events);
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "bad", "after");

        assertThat(events.await(client, "after")).containsExactly("connect", "after");
        await().until(() -> letters() == 1);
        List<?> letter = (List<?>) farm.raw().call("XRANGE", farm.keys().deadLetters(), "-", "+");
        assertThat(letter.toString()).contains("reason, onMessage: java.io.IOException: no disk", "tries, 3");
    }

    @Test
    void onConnect_failsTwiceOfThree_isTriedAgainAndItsClientIsKept() {
        var left = new AtomicInteger(2);
        var events = new DeliveredEvents() {
            @Override
            void connected(Client client, Handshake handshake) throws Exception {
                noteKey(client);
                if (left.getAndDecrement() > 0) {
                    throw new IOException("no disk");
                }
            }
        };
        start(new Retries(2, PAUSE), events);
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "after");

        assertThat(events.await(client, "after")).containsExactly("connect", "after");
        assertThat(events.keys(client)).startsWith(client + "/open", client + "/open*", client + "/open*");
        assertThat(farm.gateway().closeCode(client)).isZero();
        assertThat(letters()).isZero();
    }

    @Test
    void worker_stopsWhileAnEventWaitsForItsNextTry_leavesItToTheNextOneAtOnce() {
        var events = new Failing(1);
        var worker = start(new Retries(5, Duration.ofMinutes(1)), events);
        String client = farm.gateway().connect();
        String neighbour = farm.gateway().connectBeside(client);
        farm.gateway().receive(client, "bad", "behind");
        farm.gateway().receive(neighbour, "hello");
        events.await(neighbour, "hello");
        await().until(() -> events.keys(client).size() == 2);

        long startNs = System.nanoTime();
        farm.stop(worker);
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(5));
        var next = new DeliveredEvents();
        farm.start(next);

        assertThat(next.await(client, "behind")).containsExactly("bad", "behind");
        assertThat(next.keys(client).get(0)).isEqualTo(events.keys(client).get(1) + "*");
        assertThat(next.of(neighbour)).isEmpty();
        int partition = ClientIds.partitionOf(client);
        await().untilAsserted(() -> assertThat(farm.unfinished(partition)).isEmpty());
    }
}
