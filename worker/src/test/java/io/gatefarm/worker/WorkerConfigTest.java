package io.gatefarm.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.worker.partition.WorkLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkerConfigTest {
    private static final RedisConfig REDIS = RedisConfig.of("redis://user:secret@localhost:6379");

    @Test
    void of_uriAndApp_hasTheDefaults() {
        var config = WorkerConfig.of("redis://localhost", "chat");
        assertThat(config.name()).isEqualTo("worker");
        assertThat(config.partitions()).isZero();
        assertThat(config.limits()).isEqualTo(WorkLimits.DEFAULTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "ä", "a:b", "a/b", "line\n"})
    void name_refused_isShown(String name) {
        assertThatThrownBy(() -> new WorkerConfig(REDIS, "chat", name, 0, WorkLimits.DEFAULTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name")
                .hasMessageContaining('"' + name + '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{chat}", "a.b", "a b"})
    void app_refused_isShown(String app) {
        assertThatThrownBy(() -> new WorkerConfig(REDIS, app, "w", 0, WorkLimits.DEFAULTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("app")
                .hasMessageContaining('"' + app + '"');
    }

    @Test
    void toString_withAPassword_hidesIt() {
        assertThat(new WorkerConfig(REDIS, "chat", "w", 0, WorkLimits.DEFAULTS).toString())
                .contains("localhost:6379", "chat")
                .doesNotContain("secret");
    }
}
