package io.gatefarm.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.bench.ScriptedServer;
import io.gatefarm.bench.ScriptedServer.Peer;
import io.gatefarm.bench.socket.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class FanoutLoadTest {
    private final Set<Peer> group = ConcurrentHashMap.newKeySet();
    private final AtomicLong sent = new AtomicLong();

    @Test
    void fanout_faithfulServer_countsEveryDelivery() throws IOException {
        FanoutResult result = run(Peer::text, 40, 25, 1);

        assertThat(result.clean()).isTrue();
        assertThat(group).hasSize(40);
        assertThat(result.counted().messages()).isEqualTo(25);
        assertThat(result.counted().deliveries()).isEqualTo(25 * 40);
        assertThat(result.counted().latency().getTotalCount()).isEqualTo(25 * 40);
        assertThat(result.counted().toLastMember().getTotalCount()).isEqualTo(25);
        assertThat(result.counted().toLastMember().getMaxValue())
                .isGreaterThanOrEqualTo(result.counted().latency().getValueAtPercentile(50));
    }

    @Test
    void fanout_burst_isOneRoundToTheLastMember() throws IOException {
        FanoutResult result = run(Peer::text, 10, 25, 10);

        assertThat(result.clean()).isTrue();
        assertThat(result.counted().deliveries()).isEqualTo(250);
        assertThat(result.counted().toLastMember().getTotalCount()).isEqualTo(3);
    }

    @Test
    void fanout_changedAndRepeated_areWrong() throws IOException {
        FanoutResult result = run(
                (peer, text) -> {
                    long message = sent.get();
                    peer.text(message == 20 ? text.substring(0, 50) + "!" + text.substring(51) : text);
                    if (message == 30) {
                        peer.text(text);
                    }
                },
                3,
                1_000_000,
                1);

        assertThat(result.clean()).isFalse();
        assertThat(result.counted().wrong()).isEqualTo(6);
        assertThat(result.counted().missing()).isZero();
    }

    @Test
    void fanout_oneDeliveryLost_isMissing() throws IOException {
        AtomicLong deliveries = new AtomicLong();
        FanoutResult result = run(
                (peer, text) -> {
                    if (deliveries.incrementAndGet() != 100) {
                        peer.text(text);
                    }
                },
                3,
                1_000_000,
                1);

        assertThat(result.clean()).isFalse();
        assertThat(result.counted().missing()).isEqualTo(1);
    }

    private FanoutResult run(BiConsumer<Peer, String> toMember, int members, int messages, int burst)
            throws IOException {
        BiConsumer<Peer, String> script = (peer, text) -> {
            if (text.equals("join bench")) {
                group.add(peer);
            } else if (text.startsWith("all ")) {
                sent.incrementAndGet();
                group.forEach(member -> toMember.accept(member, text.substring(4)));
            }
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            return FanoutLoad.run(new FanoutConfig(
                    Target.parse(server.url()),
                    members,
                    messages,
                    burst,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    64,
                    Map.<String, Long>of()));
        }
    }
}
