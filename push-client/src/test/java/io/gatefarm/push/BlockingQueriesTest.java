package io.gatefarm.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.connection.RedisUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class BlockingQueriesTest {
    @RegisterExtension
    final Farm farm = new Farm();

    @Test
    void queries_fromManyThreads_eachSeesItsOwnChanges() throws Exception {
        List<String> clients = farm.gateway().connect(8);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> seen = new ArrayList<>();
            for (String client : clients) {
                seen.add(threads.submit(() -> {
                    int right = 0;
                    for (int i = 0; i < 100; i++) {
                        String group = client + i;
                        farm.client().joinGroup(client, group);
                        right += farm.client().clientIdsOfGroup(group).items().equals(List.of(client)) ? 1 : 0;
                    }
                    return right;
                }));
            }
            for (Future<Integer> one : seen) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(100);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(farm.client().countGroups()).isEqualTo(800);
    }

    @Test
    void query_threadInterrupted_failsAndKeepsTheInterrupt() {
        RedisUnavailableException thrown = null;
        for (int i = 0; i < 1_000 && thrown == null; i++) { // an answer that is there already is given
            Thread.currentThread().interrupt();
            try {
                farm.client().countClients();
            } catch (RedisUnavailableException e) {
                thrown = e;
            }
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(thrown).isNotNull().hasMessageContaining("interrupted");
        assertThat(farm.client().countClients()).isZero();
    }
}
