package io.gatefarm.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundledRedisTest {
    @ParameterizedTest
    @CsvSource({"Linux, amd64", "Linux, aarch64", "Mac OS X, x86_64", "Mac OS X, aarch64"})
    void resource_supportedMachine_isBundled(String osName, String osArch) {
        assertThat(BundledRedis.class.getResource("/" + BundledRedis.resource(osName, osArch)))
                .isNotNull();
    }
}
