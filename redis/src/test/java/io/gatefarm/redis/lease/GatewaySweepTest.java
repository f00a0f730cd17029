package io.gatefarm.redis.lease;

import static io.gatefarm.redis.TestFarm.LEASE;
import static io.gatefarm.redis.TestFarm.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatefarm.redis.TestFarm;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class GatewaySweepTest {
    @RegisterExtension
    static final TestFarm farm = new TestFarm();

    private static final Duration SHORT_LEASE = Duration.ofMillis(300);
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static GatewaySweep sweep(String me) {
        return new GatewaySweep(farm.gateways(), me, SHORT_LEASE, INTERVAL, PATIENCE, System::nanoTime);
    }

    @Test
    void run_oneGatewayBeatsAndOneDoesNot_sweepsTheSilentOne() {
        farm.register("gw1", "gw2");
        String lost = farm.open("gw1", 1);
        String kept = farm.open("gw2", 1);
        var sweep = sweep("w1");

        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    get(farm.gateways().beat("gw2", LEASE, GatewayCounts.NONE));
                    sweep.run();
                    return !get(farm.directory().isOnline(lost));
                });

        assertThat(get(farm.gateways().leaseEnds())).containsOnlyKeys("gw2");
        assertThat(get(farm.gateways().dead())).isEmpty();
        assertThat(get(farm.directory().isOnline(kept))).isTrue();
        assertThat(farm.entries(1)).hasSize(3);
    }

    @Test
    void run_lockHeldByAnother_leavesTheDeadToIt() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        get(farm.gateways().declareDead("gw1", ""));
        get(farm.gateways().lockSweep("w2", LEASE));

        sweep("w1").run();
        assertThat(get(farm.directory().isOnline(client))).isTrue();

        sweep("w2").run();
        assertThat(get(farm.directory().isOnline(client))).isFalse();
    }

    @Test
    void run_manyClients_sweepsThemAll() {
        farm.register("gw1");
        for (int i = 0; i < 250; i++) {
            farm.open("gw1", i % 8);
        }
        get(farm.gateways().declareDead("gw1", ""));

        sweep("w1").run();

        assertThat(get(farm.directory().countClients())).isZero();
        assertThat(get(farm.gateways().dead())).isEmpty();
    }
}
