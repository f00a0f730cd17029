package io.gatefarm.redis.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LocalSentinelRedisTest {
    @Test
    void killMaster_replicationHeld_promotesAReplicaWithoutTheLastWrites() throws Exception {
        try (var redis = LocalSentinelRedis.start()) {
            LocalRedis master = redis.master();
            LocalRedis replica = redis.replica();
            assertThat(redis.uri()).matches("redis-sentinel://(127\\.0\\.0\\.1:\\d+,){2}127\\.0\\.0\\.1:\\d+/0#farm");
            assertThat(redis.sentinelPorts()).hasSize(3);
            try (var connection = new RespConnection(master.port())) { // WAIT is for the writes of its own connection
                connection.call("SET", "kept", "1");
                assertThat(connection.call("WAIT", "1", "5000")).isEqualTo(1L);
            }

            redis.holdReplication();
            call(master, "SET", "lost", "1");
            assertThat(redis.killMaster()).isSameAs(master);

            assertThat(redis.awaitPromoted(master)).isSameAs(replica);
            assertThat(call(replica, "MGET", "kept", "lost")).isEqualTo(Arrays.asList("1", null));
            call(replica, "SET", "written", "1");

            for (int port : redis.sentinelPorts()) {
                try (var sentinel = new RespConnection(port)) {
                    sentinel.call("SENTINEL", "DEBUG", "PUBLISH-PERIOD", "100"); // four of them before it is demoted
                }
            }
            master.restart();
            redis.awaitReplica(master);
            assertThat(call(master, "GET", "written")).isEqualTo("1");
        }
    }

    @Test
    void pauseMaster_minReplicas_promotesOneOfTwo() throws Exception {
        try (var redis = LocalSentinelRedis.start(
                LocalSentinelConfig.DEFAULTS.withReplicas(2).withMinReplicasToWrite(1))) {
            LocalRedis paused = redis.pauseMaster();

            LocalRedis promoted = redis.awaitPromoted(paused);

            await().atMost(20, SECONDS).ignoreExceptions().until(() -> "OK".equals(call(promoted, "SET", "a", "1")));
            redis.resume(paused);
            assertThat(call(paused, "PING")).isEqualTo("PONG");
        }
    }

    @Test
    void failover_masterWell_swapsThem() throws Exception {
        Path folder;
        try (var redis = LocalSentinelRedis.start()) {
            LocalRedis master = redis.master();
            LocalRedis replica = redis.replica();

            assertThat(redis.failover()).isSameAs(replica);

            assertThat(redis.replica()).isSameAs(master);
            folder = master.folder();
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void config_badValues_saysWhich() {
        var defaults = LocalSentinelConfig.DEFAULTS;

        assertThatThrownBy(() -> defaults.withReplicas(0)).hasMessage("replicas not in 1..5: 0");
        assertThatThrownBy(() -> defaults.withMinReplicasToWrite(2)).hasMessage("minReplicasToWrite not in 0..1: 2");
        assertThatThrownBy(() -> defaults.withDownAfter(Duration.ZERO)).hasMessage("downAfter < 1 ms: PT0S");
        assertThatThrownBy(() -> defaults.withNode(LocalRedisConfig.DEFAULTS.withPort(7000)))
                .hasMessageContaining("7000");
    }

    private static @Nullable Object call(LocalRedis node, String... command) throws IOException {
        return RespConnection.call(node, command);
    }
}
