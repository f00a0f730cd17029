package io.gatefarm.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.gateway.client.CloseCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final GatewayMetrics metrics = new GatewayMetrics(registry);

    private double closed(String code) {
        return registry.get("gatefarm.gateway.closed")
                .tag("code", code)
                .counter()
                .count();
    }

    @Test
    void closed_everyCodeOfTheGatewaysOwn_isThereBeforeItIsUsed() {
        for (CloseCode code : CloseCode.values()) {
            assertThat(closed(Integer.toString(code.code()))).isZero();
        }
        assertThat(closed("1005") + closed("1006") + closed("other")).isZero();
    }

    @Test
    void closed_withACodeOfTheApps_isCountedAsOther() {
        metrics.closed(4250);
        metrics.closed(CloseCode.BANNED.code());

        assertThat(closed("other")).isEqualTo(1);
        assertThat(closed("4101")).isEqualTo(1);
    }
}
