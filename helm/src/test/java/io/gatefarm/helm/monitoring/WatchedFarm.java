package io.gatefarm.helm.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A farm with clients that talk, the Prometheus that scrapes it, and the alerts that have fired. */
final class WatchedFarm implements AutoCloseable {
    static final int CROWD = 40;
    static final int SMALLER_CROWD = 30;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final MonitoredFarm farm = new MonitoredFarm();
    private final PrometheusServer prometheus;
    private final Crowd crowd = new Crowd();
    private final Set<String> fired = new TreeSet<>();

    private WatchedFarm(Path folder) throws IOException {
        this.folder = folder;
        this.prometheus = PrometheusServer.start(
                folder,
                hastened(folder),
                Map.of("gatefarm-gateway", farm.gatewayTargets(), "gatefarm-worker", farm.workerTargets()));
    }

    /** Returns when everything has been scraped under load. */
    static WatchedFarm start(Path folder) throws IOException {
        var watched = new WatchedFarm(folder);
        try {
            watched.begin();
            return watched;
        } catch (RuntimeException e) {
            watched.close();
            throw e;
        }
    }

    private void begin() {
        crowd.join(farm.gateway(0).port(), CROWD);
        crowd.join(farm.gateway(1).port(), SMALLER_CROWD);
        crowd.talk();
        System.gc(); // collections are shown from the first one on
        await(prometheus::isReady);
        // two scrapes of each process that had traffic
        await(() ->
                number("count(rate(gatefarm_worker_events_total{kind=\"message\",outcome=\"done\"}[10s]) > 0)") == 2);
        await(() -> number("count(rate(gatefarm_gateway_messages_sent_total[10s]) > 0)") == 2);
        registerGatewayThatNeverBeats();
    }

    /** Found dead after a lease: once the counters have been scraped, and while other things are being looked at. */
    private void registerGatewayThatNeverBeats() {
        try (var redis = FarmRedis.open(RedisConfig.of(farm.redis().uri()), MonitoredFarm.APP)) {
            RedisFailures.await(
                    redis.gatewayLeases().register("phantom000000000", Duration.ofSeconds(10), "i", "nowhere", 8),
                    PATIENCE);
        }
    }

    /** The rules with times that a test can wait for. */
    private static Path hastened(Path folder) throws IOException {
        String rules = Files.readString(Path.of("rules", "gatefarm.yaml"))
                .replaceAll("(?m)^( +for:) .*", "$1 2s")
                .replace("[5m:30s]", "[20s:1s]")
                .replace("gatefarm_load_ratio[5m]", "gatefarm_load_ratio[10s]");
        return Files.writeString(folder.resolve("rules.yaml"), rules).toAbsolutePath();
    }

    MonitoredFarm farm() {
        return farm;
    }

    PrometheusServer prometheus() {
        return prometheus;
    }

    /** The clients that talk from the beginning, at both gateways. */
    Crowd crowd() {
        return crowd;
    }

    /** The names of those that {@link #awaitFiring} has waited for. */
    Set<String> fired() {
        return fired;
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    void await(Condition condition) {
        patiently().until(condition::holds);
    }

    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200));
    }

    /** The sum of what the query finds. */
    double number(String query) {
        return prometheus.query(query).stream().mapToDouble(Double::doubleValue).sum();
    }

    /**
     * Waits until the first command of the alert's runbook shows why it should fire, and it does.
     *
     * @param process number of the gateway or worker to be asked
     * @param cause regular expressions for what is shown
     */
    void awaitFiring(String alert, int process, String... cause) {
        awaitShown(alert, process, cause);
        patiently().alias(alert).until(() -> prometheus.alert(alert).isFiring());
        fired.add(alert);
    }

    /** As {@link #awaitFiring}, without waiting for the alert. */
    void awaitShown(String alert, int process, String... cause) {
        patiently().alias(alert).untilAsserted(() -> {
            String shown =
                    Runbook.of(alert).runFirstCommand(farm, process, folder).output();
            assertThat(cause).allSatisfy(one -> assertThat(shown).containsPattern("(?m)" + one));
        });
    }

    @Override
    public void close() {
        crowd.close();
        prometheus.close();
        farm.close();
    }
}
