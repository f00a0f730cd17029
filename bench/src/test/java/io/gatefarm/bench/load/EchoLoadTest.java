package io.gatefarm.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.bench.ScriptedServer;
import io.gatefarm.bench.ScriptedServer.Peer;
import io.gatefarm.bench.socket.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Against a server on plain sockets; the load's own counts must agree with the server's. */
class EchoLoadTest {
    private final AtomicLong received = new AtomicLong();

    @Test
    void closedLoop_faithfulServer_countsEachMessageOnce() throws IOException {
        EchoResult result = run(Peer::text, 5, 3, OptionalDouble.empty(), 64);

        EchoResult.Counted counted = result.counted();
        assertThat(result.clean()).isTrue();
        assertThat(counted.sent()).isEqualTo(counted.answered()).isEqualTo(received.get());
        assertThat(counted.measured()).isPositive().isLessThan(counted.sent());
        assertThat(counted.perSecond()).hasSize(1);
        assertThat(counted.latency().getTotalCount()).isBetween(counted.measured() - 15, counted.measured() + 15);
        assertThat(result.usage().processes())
                .singleElement()
                .satisfies(own -> assertThat(own.cpuUs()).isPositive());
    }

    @Test
    void closedLoop_longMessages_comeBackWhole() throws IOException {
        EchoResult result = run(Peer::text, 2, 2, OptionalDouble.empty(), 200_000);

        assertThat(result.clean()).isTrue();
        assertThat(result.counted().measured()).isPositive();
    }

    @Test
    void closedLoop_slowServer_showsInLatencyAndRate() throws IOException {
        EchoResult result = run(
                (peer, text) -> {
                    LockSupport.parkNanos(20_000_000);
                    peer.text(text);
                },
                4,
                1,
                OptionalDouble.empty(),
                64);

        assertThat(result.clean()).isTrue();
        assertThat(result.counted().measured()).isBetween(40L, 200L);
        assertThat(result.counted().latency().getMinValue()).isGreaterThan(19_000_000);
    }

    @Test
    void reply_lost_isSkipped() throws IOException {
        EchoResult.Counted counted = faulty(Map.of(50L, Fault.LOSE)).counted();

        assertThat(counted.skipped()).isEqualTo(1);
        assertThat(counted.errors()).isEqualTo(1);
        assertThat(counted.answered()).isEqualTo(counted.sent() - 1);
    }

    @Test
    void reply_changed_isCounted() throws IOException {
        EchoResult.Counted counted =
                faulty(Map.of(50L, Fault.CHANGE, 90L, Fault.BINARY)).counted();

        assertThat(counted.changed()).isEqualTo(2);
        assertThat(counted.errors()).isEqualTo(2);
        assertThat(counted.answered()).isEqualTo(counted.sent() - 2);
    }

    @Test
    void replies_swapped_areSkippedAndLate() throws IOException {
        EchoResult.Counted counted = faulty(Map.of(50L, Fault.SWAP)).counted();

        assertThat(counted.skipped()).isEqualTo(1);
        assertThat(counted.late()).isEqualTo(1);
        assertThat(counted.errors()).isEqualTo(2);
    }

    @Test
    void reply_repeated_isLate() throws IOException {
        EchoResult.Counted counted = faulty(Map.of(50L, Fault.REPEAT)).counted();

        assertThat(counted.late()).isEqualTo(1);
        assertThat(counted.errors()).isEqualTo(1);
        assertThat(counted.answered()).isEqualTo(counted.sent());
    }

    @Test
    void replies_neverSent_areUnanswered() throws IOException {
        EchoResult result = run((peer, text) -> {}, 3, 2, OptionalDouble.empty(), 64);

        assertThat(result.clean()).isFalse();
        assertThat(result.counted().unanswered()).isEqualTo(6);
        assertThat(result.counted().measured()).isZero();
    }

    @Test
    void connection_cut_isNotClean() throws IOException {
        EchoResult result = run((peer, text) -> peer.cut(), 2, 1, OptionalDouble.empty(), 64);

        assertThat(result.clean()).isFalse();
        assertThat(result.connections().lost()).isEqualTo(2);
    }

    @Test
    void openLoop_rate_isKept() throws IOException {
        EchoResult result = run(Peer::text, 10, 1, OptionalDouble.of(1000), 64);

        assertThat(result.clean()).isTrue();
        assertThat(received.get()).isBetween(1_999L, 2_000L);
        assertThat(result.counted().latency().getTotalCount()).isBetween(999L, 1_001L);
        assertThat(result.counted().sendLag().getValueAtPercentile(50)).isLessThan(5_000_000);
    }

    @Test
    void openLoop_serverStalls_everyMessageDueMeanwhileShowsIt() throws IOException {
        AtomicLong stallUntilNs = new AtomicLong();
        EchoResult result = run(
                (peer, text) -> {
                    if (received.get() == 1200) {
                        stallUntilNs.compareAndSet(0, System.nanoTime() + 400_000_000);
                    }
                    while (stallUntilNs.get() - System.nanoTime() > 0 && stallUntilNs.get() != 0) {
                        LockSupport.parkNanos(1_000_000);
                    }
                    peer.text(text);
                },
                4,
                1,
                OptionalDouble.of(1000),
                64);

        Histogram latency = result.counted().latency();
        assertThat(result.clean()).isTrue();
        assertThat(received.get()).isBetween(1_999L, 2_000L);
        assertThat(latency.getMaxValue()).isGreaterThan(350_000_000);
        assertThat(latency.getCountBetweenValues(100_000_000, latency.getMaxValue()))
                .isGreaterThan(200);
    }

    @Test
    void config_moreThanOneProcessMayHold_isRefused() {
        assertThatThrownBy(() -> config("ws://127.0.0.1:1/", 18_001, 1, OptionalDouble.empty(), 64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("connections must be between 1 and 18,000");
    }

    private enum Fault {
        LOSE,
        CHANGE,
        BINARY,
        SWAP,
        REPEAT
    }

    /** One connection with four messages under way; the faults are at the given places in its order. */
    private EchoResult faulty(Map<Long, Fault> faults) throws IOException {
        AtomicReference<String> held = new AtomicReference<>();
        BiConsumer<Peer, String> script = (peer, text) -> {
            Fault fault = faults.get(received.get());
            String before = held.getAndSet(null);
            if (fault == null) {
                peer.text(text);
            } else {
                switch (fault) {
                    case LOSE -> {}
                    case CHANGE -> peer.text(text.substring(0, 60) + "!" + text.substring(61));
                    case BINARY -> peer.raw(ScriptedServer.frame(0x82, text.getBytes(StandardCharsets.US_ASCII)));
                    case SWAP -> held.set(text);
                    case REPEAT -> {
                        peer.text(text);
                        peer.text(text);
                    }
                }
            }
            if (before != null) {
                peer.text(before);
            }
        };
        EchoResult result = run(script, 1, 4, OptionalDouble.empty(), 64);
        assertThat(result.clean()).isFalse();
        return result;
    }

    private EchoResult run(
            BiConsumer<Peer, String> script, int connections, int inFlight, OptionalDouble rate, int bytes)
            throws IOException {
        BiConsumer<Peer, String> counting = (peer, text) -> {
            received.incrementAndGet();
            script.accept(peer, text);
        };
        try (ScriptedServer server = new ScriptedServer(counting)) {
            return EchoLoad.run(config(server.url(), connections, inFlight, rate, bytes));
        }
    }

    private static EchoConfig config(String url, int connections, int inFlight, OptionalDouble rate, int bytes) {
        Duration second = Duration.ofSeconds(1);
        return new EchoConfig(
                Target.parse(url), connections, inFlight, rate, second, second, bytes, Map.<String, Long>of());
    }
}
