package io.gatefarm.worker;

import static io.gatefarm.worker.Farm.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.embedded.LocalRedisConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Redis of its own that is killed under a worker. */
final class RedisRestartTest {
    private final LocalRedis server = LocalRedis.start(LocalRedisConfig.DEFAULTS.withAppendOnly());
    private final Farm farm = new Farm();

    @AfterEach
    void close() {
        farm.close();
        server.close();
    }

    @Test
    void redis_killedAndStartedAgainWithItsData_workerGoesOnAndLosesNothing() throws Exception {
        farm.open(server.uri());
        var events = new RecordedEvents();
        var worker = farm.start(events);
        int sent;
        List<String> clients;
        try (var traffic = new Traffic(farm.gateway())) {
            await().until(() -> traffic.sent() > 20);
            server.kill();
            // the traffic's thread waits in its append meanwhile
            server.restart();
            int then = traffic.sent();
            await().until(() -> traffic.sent() > then + 20);
            sent = traffic.stop();
            clients = traffic.clients();
        }
        int each = sent;
        assertThat(clients).allSatisfy(client -> {
            events.await(client, Integer.toString(each - 1));
            List<String> numbers = events.of(client).stream()
                    .filter(what -> !what.equals("connect"))
                    .toList();
            Traffic.assertNoneLost(numbers, each);
        });
        await().atMost(Duration.ofSeconds(15)).until(() -> worker.partitions().size() == 8);
    }

    @Test
    void callback_redisAwayInIt_isCalledAgainAndNotBuried() throws Exception {
        farm.open(server.uri());
        var entered = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var tries = new AtomicInteger();
        var events = new RecordedEvents() {
            @Override
            void received(Client client, String text) throws InterruptedException {
                if (text.equals("needs Redis")) {
                    tries.incrementAndGet();
                    entered.countDown();
                    goOn.await();
                    client.session().put("key", text);
                }
            }
        };
        farm.start(events);
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "needs Redis", "after");
        entered.await();

        server.kill();
        goOn.countDown();
        await().until(() -> tries.get() > 1);
        server.restart();

        assertThat(events.await(client, "after")).containsExactly("connect", "needs Redis", "after");
        assertThat(farm.raw().call("XLEN", farm.keys().deadLetters())).isEqualTo(0L);
    }

    @Test
    void redis_away_workerClosesInBoundedTime() {
        farm.open(server.uri());
        var worker = farm.start(new RecordedEvents());
        server.kill();
        long startNs = System.nanoTime();
        farm.stop(worker);
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(15));
        server.restart();
    }
}
