package io.gatefarm.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The grace period covers what a stop may take, whatever the settings say. */
class StoppingTest {
    /** What a gateway may wait for beside its window and its clients' answers: appends and workers, 5 s each. */
    private static final int APPEND_AND_FINISH = 10;

    private static final int REDIS_TWICE = 6;

    @ParameterizedTest
    @CsvSource({
        // window, its seconds, close timeout, its seconds, pre-stop
        "0, 0, 5s, 5, 0",
        "500ms, 1, 1500ms, 2, 5",
        "30s, 30, 5s, 5, 5",
        "1m30s, 90, 10s, 10, 15",
        "1h2m3s, 3723, 5s, 5, 5"
    })
    void gatewayGrace_anyWindow_coversTheStop(
            String window, int windowSeconds, String close, int closeSeconds, int pre) {
        Release release = Chart.render("""
                gateway:
                  settings: {drainWindow: "%s", closeTimeout: "%s"}
                  preStopSeconds: %d
                """.formatted(window, close, pre));

        int grace = grace(release, "-gateway");

        assertThat(grace).isEqualTo(pre + windowSeconds + 2 * closeSeconds + APPEND_AND_FINISH + REDIS_TWICE + 40);
    }

    @Test
    void workerGrace_longHandOver_coversTheStop() {
        Release release = Chart.render(Map.of("worker.settings.handOver", "2m", "worker.preStopSeconds", 5));

        assertThat(grace(release, "-worker")).isEqualTo(120 + 5 + 5 + 10);
    }

    @Test
    void workerGrace_slowRedis_coversItsAnswer() {
        Release release = Chart.render(Map.of("worker.settings.redisTimeout", "20s"));

        assertThat(grace(release, "-worker")).isEqualTo(10 + 20 + 10);
    }

    @ParameterizedTest
    @CsvSource({"30s, '\"\"', 30", "1500ms, '\"\"', 2", "30s, 7, 7"})
    void update_ofGateways_waitsForTheWindow(String window, String given, int seconds) {
        JsonObject spec = Chart.render("""
                gateway:
                  settings: {drainWindow: "%s"}
                  updateStrategy: {minReadySeconds: %s}
                """.formatted(window, given))
                .ending("Deployment", "-gateway")
                .spec();

        assertThat(spec.get("minReadySeconds").getAsInt()).isEqualTo(seconds);
        // Kubernetes refuses one that is not longer
        assertThat(spec.get("progressDeadlineSeconds").getAsInt()).isEqualTo(seconds + 600);
    }

    @Test
    void update_noWindow_doesNotWait() {
        JsonObject spec = Chart.render(Chart.FOLDER.resolve("ci/small-values.yaml"))
                .ending("Deployment", "-gateway")
                .spec();

        assertThat(spec.has("minReadySeconds")).isFalse();
    }

    @Test
    void preStop_default_sleepsInTheKubelet() {
        Manifest gateway = Chart.render(Map.of()).ending("Deployment", "-gateway");

        assertThat(gateway.container().getAsJsonObject("lifecycle"))
                .hasToString("{\"preStop\":{\"sleep\":{\"seconds\":5}}}");
    }

    private static int grace(Release release, String end) {
        return release.ending("Deployment", end)
                .podSpec()
                .get("terminationGracePeriodSeconds")
                .getAsInt();
    }
}
