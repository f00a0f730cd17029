package io.gatefarm.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.embedded.RedisSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthTest {
    @Test
    void health_redisAnswers_isUpAndCountsClients() {
        try (var app = BootApp.startOnRedis()) {
            assertThat(BootHealth.status(app)).isEqualTo("UP");
            assertThat(BootHealth.details(app)).containsEntry("clients", 0L);
        }
    }

    @Test
    void health_redisGone_isDownAndSaysWhy() {
        RedisSource redis = RedisSource.open(null); // one that may be stopped
        try (var app = BootApp.start(BootApp.Plain.class, "gatefarm.redis-uri=" + redis.uri())) {
            assertThat(BootHealth.status(app)).isEqualTo("UP");
            redis.close();

            assertThat(BootHealth.status(app)).isEqualTo("DOWN");
            assertThat(String.valueOf(BootHealth.details(app).get("error"))).contains("RedisUnavailableException");
        } finally {
            redis.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"management.health.gatefarm.enabled=false", "management.health.defaults.enabled=false"})
    void health_turnedOff_isNotThere(String property) {
        try (var app = BootApp.startOnRedis(property)) {
            assertThat(BootHealth.isThere(app)).isFalse();
        }
    }

    @Test
    void health_noGateway_isNotThere() {
        try (var app = BootApp.startOnRedis("gatefarm.enabled=false")) {
            assertThat(BootHealth.isThere(app)).isFalse();
        }
    }

    @Test
    void health_isOfThisSpringBootOnly() {
        try (var app = BootApp.startOnRedis()) {
            assertThat(app.getBeanDefinitionNames())
                    .filteredOn(name -> name.startsWith("io.gatefarm.spring.health."))
                    .containsExactly(BootHealth.CONFIGURATION);
        }
    }
}
