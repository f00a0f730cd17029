package io.gatefarm.redis.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalRedisConfigTest {
    @Test
    void config_portOutOfRange_isRefusedWithItsValue() {
        assertThatThrownBy(() -> LocalRedisConfig.DEFAULTS.withPort(65536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
    }

    @ParameterizedTest
    @ValueSource(strings = {"port 6379", " BIND 0.0.0.0", "requirepass\tx"})
    void config_directiveOfItsOwn_isRefused(String directive) {
        assertThatThrownBy(() -> LocalRedisConfig.DEFAULTS.withDirective(directive))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("set by LocalRedis itself");
    }
}
