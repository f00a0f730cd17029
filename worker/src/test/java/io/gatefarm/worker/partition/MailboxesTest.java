package io.gatefarm.worker.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

final class MailboxesTest {
    @Test
    void put_sameClientWhileItWorks_waitsBehindOnTheSameRun() {
        var queued = new ArrayDeque<Runnable>();
        var mailboxes = new Mailboxes(queued::add);
        List<String> done = new ArrayList<>();
        mailboxes.put("a", () -> {
            done.add("a1");
            mailboxes.put("a", () -> done.add("a3"));
        });
        mailboxes.put("a", () -> done.add("a2"));
        mailboxes.put("b", () -> done.add("b1"));
        assertThat(queued).hasSize(2);

        queued.removeLast().run();
        queued.remove().run();

        assertThat(done).containsExactly("b1", "a1", "a2", "a3");
        assertThat(queued).isEmpty();
    }

    @Test
    void put_afterItsWorkIsDone_startsAnew() {
        var queued = new ArrayDeque<Runnable>();
        var mailboxes = new Mailboxes(queued::add);
        List<String> done = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String task = "a" + i;
            mailboxes.put("a", () -> done.add(task));
            assertThat(queued).hasSize(1);
            queued.remove().run();
        }
        assertThat(done).containsExactly("a0", "a1", "a2");
    }

    @Test
    void put_manyClientsAndThreads_runsEachClientsTasksInOrderAndAlone() throws Exception {
        int clients = 20;
        int tasks = 2_000;
        var done = new HashMap<String, List<Integer>>();
        var overlaps = new AtomicInteger();
        var running = new AtomicIntegerArray(clients);
        var left = new CountDownLatch(clients * tasks);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var mailboxes = new Mailboxes(threads);
            for (int c = 0; c < clients; c++) {
                String client = "client " + c;
                int index = c;
                List<Integer> order = new ArrayList<>();
                done.put(client, order);
                threads.execute(() -> {
                    for (int i = 0; i < tasks; i++) {
                        int n = i;
                        mailboxes.put(client, () -> {
                            overlaps.addAndGet(running.incrementAndGet(index) - 1);
                            order.add(n); // safe: one at a time, each after the one before
                            running.decrementAndGet(index);
                            left.countDown();
                        });
                    }
                });
            }
            assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(overlaps).hasValue(0);
        assertThat(done.values())
                .allSatisfy(order -> assertThat(order).hasSize(tasks).isSorted());
    }
}
