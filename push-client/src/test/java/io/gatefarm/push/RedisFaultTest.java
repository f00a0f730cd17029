package io.gatefarm.push;

import static io.gatefarm.push.Farm.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.testing.TestGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A Redis of its own per test, which is stopped, killed and started again. */
@Tag("one-jdk")
@Execution(ExecutionMode.CONCURRENT)
final class RedisFaultTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LocalRedis server = LocalRedis.start();
    private final FarmRedis gatewaySide = FarmRedis.open(RedisConfig.of(server.uri()), "fault");
    private final TestGateway gateway = new TestGateway(gatewaySide);
    private final FarmRedis pushSide = FarmRedis.open(new RedisConfig(server.uri(), Duration.ofSeconds(1)), "fault");
    private final GatewayClient push = GatewayClient.over(pushSide);

    @AfterEach
    void close() throws Exception {
        signal("CONT");
        gateway.close();
        pushSide.close();
        gatewaySide.close();
        server.close();
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(server.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assertThat(exit == 0 || name.equals("CONT")).isTrue();
    }

    private static Throwable failure(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            throw new AssertionError("did not fail");
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void calls_past10000WhileRedisIsPaused_areRefusedAndTheOthersArrive() throws Exception {
        String client = gateway.connect();
        signal("STOP");
        List<CompletionStage<Receipt>> taken = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            taken.add(push.sendToClient(client, "n" + i));
        }

        assertThat(failure(push.sendToClient(client, "too many")))
                .isInstanceOf(OverloadedException.class)
                .hasMessageContaining("10000");
        assertThat(failure(push.joinGroup(client, "g"))).isInstanceOf(OverloadedException.class);
        assertThatThrownBy(() -> push.isOnline(client)).isInstanceOf(OverloadedException.class);

        signal("CONT");
        await().atMost(PATIENCE)
                .until(() ->
                        taken.stream().allMatch(one -> one.toCompletableFuture().isDone()));
        // only the first may have waited longer than the command timeout
        assertThat(taken.subList(1, taken.size()))
                .allSatisfy(one -> assertThat(answer(one)).isEqualTo(new Receipt(1)));
        assertThat(gateway.awaitText("n9999")).doesNotHaveDuplicates().doesNotContain("too many");
        assertThat(answer(push.sendToClient(client, "room again"))).isEqualTo(new Receipt(1));
    }

    @Test
    void messages_past64MiBWhileRedisIsPaused_areRefused() throws Exception {
        String client = gateway.connect();
        signal("STOP");
        var large = Message.binary(new byte[GatewayClient.MAX_MESSAGE_BYTES]);
        CompletionStage<Receipt> last = push.sendToClient(client, large);
        int taken = 0;
        while (!last.toCompletableFuture().isCompletedExceptionally()) {
            assertThat(++taken).isLessThan(64);
            last = push.sendToClient(client, large);
        }
        signal("CONT");

        assertThat(taken).isEqualTo(63); // each with its header
        assertThat(failure(last)).isInstanceOf(OverloadedException.class).hasMessageContaining("bytes of messages");
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> answer(push.sendToClient(client, "room again")).equals(new Receipt(1)));
    }

    @Test
    void calls_redisPausedBeyondTheTimeout_failAsUnavailableAndAreNotSentAgain() throws Exception {
        String client = gateway.connect();
        assertThat(answer(push.sendToClient(client, "before"))).isEqualTo(new Receipt(1));
        signal("STOP");
        CompletionStage<Receipt> lost = push.sendToClient(client, "during");
        CompletionStage<?> change = push.joinGroup(client, "g");

        assertThat(failure(lost)).isInstanceOf(RedisUnavailableException.class);
        assertThat(failure(change)).isInstanceOf(RedisUnavailableException.class);
        assertThatThrownBy(() -> push.isOnline(client)).isInstanceOf(RedisUnavailableException.class);

        signal("CONT");
        await().atMost(PATIENCE).ignoreExceptions().until(() -> push.isOnline(client));
        assertThat(answer(push.sendToClient(client, "after"))).isEqualTo(new Receipt(1));
        // the outcome was unknown: what Redis found in its socket ran, but once
        assertThat(gateway.awaitText("after")).doesNotHaveDuplicates();
    }

    @Test
    void calls_redisKilled_failAsUnavailableAndWorkAfterItsRestart() throws Exception {
        String client = gateway.connect();
        assertThat(answer(push.sendToClient(client, "before"))).isEqualTo(new Receipt(1));
        signal("STOP");
        List<CompletionStage<Receipt>> underWay = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            underWay.add(push.sendToClient(client, "n" + i));
        }
        server.kill();
        assertThat(underWay).allSatisfy(one -> assertThat(failure(one)).isInstanceOf(RedisUnavailableException.class));
        assertThat(failure(push.sendToAll("while it is away"))).isInstanceOf(RedisUnavailableException.class);

        server.restart();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> push.countClients() == 0);
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(gateway::register);
        String next = gateway.connect();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> answer(push.sendToClient(next, "again")).clients() == 1
                        && gateway.texts().contains("again"));
        assertThat(gateway.texts().stream().filter(text -> !text.equals("again")))
                .as("nothing was kept and sent later")
                .containsExactly("before");
    }

    @Test
    void whenSettled_callsUnderWay_runsAfterTheirAnswers() throws Exception {
        String client = gateway.connect();
        signal("STOP");
        var first = push.sendToClient(client, "first").toCompletableFuture();
        var second = push.joinGroup(client, "g").toCompletableFuture();
        var answeredBefore = new CompletableFuture<Boolean>();
        push.whenSettled(() -> answeredBefore.complete(first.isDone() && second.isDone()));
        assertThat(answeredBefore).isNotDone();
        signal("CONT");
        assertThat(answeredBefore).succeedsWithin(PATIENCE).isEqualTo(true);
    }

    @Test
    void close_callsUnderWay_waitsForThem() throws Exception {
        String client = gateway.connect();
        var last = GatewayClient.connect(server.uri(), "fault");
        var receipt = last.sendToClient(client, "last").toCompletableFuture();
        last.close();
        assertThat(receipt).isCompletedWithValue(new Receipt(1));
        gateway.awaitText("last");
    }
}
