package io.gatefarm.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class RedisFailuresTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    @Test
    void translate_errorReply_isRefusedWithItsText() {
        var reply = new RedisCommandExecutionException("OOM command not allowed");

        assertThat(RedisFailures.translate(new CompletionException(new ExecutionException(reply))))
                .isInstanceOf(RedisRefusedException.class)
                .hasMessage("Redis refused the command: OOM command not allowed")
                .hasCause(reply);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "READONLY You can't write against a read only replica. script: 1f, on @user_script:1.",
                "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
                "UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)",
                "NOREPLICAS Not enough good replicas to write.",
                "LOADING Redis is loading the dataset in memory"
            })
    void translate_serverThatIsNoMasterNow_isUnavailable(String words) {
        assertThat(RedisFailures.translate(new RedisCommandExecutionException(words)))
                .isInstanceOf(RedisUnavailableException.class)
                .hasMessage("this Redis server is not ready: " + words);
    }

    @Test
    void translate_anythingElse_isUnavailable() {
        assertThat(RedisFailures.translate(new IllegalStateException("closed")))
                .isInstanceOf(RedisUnavailableException.class)
                .hasMessage("Redis did not answer: java.lang.IllegalStateException: closed");
    }

    @Test
    void translate_translatedBefore_isTheSame() {
        var once = new RedisUnavailableException("away", null);

        assertThat(RedisFailures.translate(new CompletionException(once))).isSameAs(once);
    }

    @Test
    void await_noAnswer_isUnavailableAfterTheLimit() {
        assertThatThrownBy(() -> RedisFailures.await(new CompletableFuture<>(), SHORT))
                .isInstanceOf(RedisUnavailableException.class)
                .hasMessage("Redis did not answer within PT0.02S");
    }

    @Test
    void await_interrupted_keepsTheFlag() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> RedisFailures.await(new CompletableFuture<>(), Duration.ofSeconds(5)))
                .isInstanceOf(RedisUnavailableException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
