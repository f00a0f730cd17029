package io.gatefarm.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The grace period covers what a stop may take, whatever the settings say. */
class StoppingTest {
    /** What a gateway may wait for beside its window and its clients' answers: appends and workers, 5 s each. */
    private static final int APPEND_AND_FINISH = 10;

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
        Release release = Chart.render(Map.of(
                "gateway.settings.drainWindow", quoted(window),
                "gateway.settings.closeTimeout", close,
                "gateway.preStopSeconds", pre));

        int grace = grace(release, "-gateway");

        assertThat(grace).isEqualTo(pre + windowSeconds + 2 * closeSeconds + APPEND_AND_FINISH + 10);
    }

    @Test
    void workerGrace_longHandOver_coversTheStop() {
        Release release = Chart.render(Map.of("worker.settings.handOver", "2m", "worker.preStopSeconds", 5));

        assertThat(grace(release, "-worker")).isGreaterThan(120 + 5);
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

    /** Helm takes digits for a number otherwise. */
    private static Object quoted(String value) {
        return value.equals("0") ? "0ms" : value;
    }
}
