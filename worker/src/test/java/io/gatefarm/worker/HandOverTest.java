package io.gatefarm.worker;

import static io.gatefarm.worker.Farm.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.lease.PartitionLeases;
import io.gatefarm.worker.partition.WorkLimits;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Partitions that move between workers of one process. */
final class HandOverTest {
    @RegisterExtension
    final Farm farm = new Farm();

    /** Answers each message with its text, so that the gateway sees the order of all workers together. */
    private static final class Echo extends RecordedEvents {
        @Override
        void received(Client client, String text) {
            client.send(text);
        }
    }

    private static Set<Integer> all(Worker... workers) {
        Set<Integer> partitions = new HashSet<>();
        for (Worker worker : workers) {
            partitions.addAll(worker.partitions());
        }
        return partitions;
    }

    @Test
    void workers_secondJoinsAndLeavesUnderLoad_shareAndLoseNothingInOrder() throws Exception {
        var first = farm.start(new Echo());
        int sent;
        List<String> clients;
        try (var traffic = new Traffic(farm.gateway())) {
            await().until(() -> traffic.sent() > 10);
            var second = farm.start(new Echo());
            await().until(() ->
                    first.partitions().size() == 4 && second.partitions().size() == 4);
            assertThat(all(first, second)).hasSize(8);
            int then = traffic.sent();
            await().until(() -> traffic.sent() > then + 10);

            farm.stop(second);
            await().atMost(Duration.ofSeconds(5)).until(() -> first.partitions().size() == 8);
            int now = traffic.sent();
            await().until(() -> traffic.sent() > now + 10);
            sent = traffic.stop();
            clients = traffic.clients();
        }
        int each = sent;
        assertThat(clients).allSatisfy(client -> {
            farm.gateway().awaitTexts(client, each);
            assertThat(farm.gateway().texts(client))
                    .as("no repeats after orderly stops")
                    .hasSize(each);
            Traffic.assertNoneLost(farm.gateway().texts(client), each);
        });
    }

    @Test
    void workers_rollingRestartUnderLoad_losesNothingInOrder() throws Exception {
        var old = farm.start(new Echo());
        int sent;
        List<String> clients;
        try (var traffic = new Traffic(farm.gateway())) {
            for (int i = 0; i < 3; i++) {
                int then = traffic.sent();
                await().until(() -> traffic.sent() > then + 10);
                var before = old;
                old = farm.start(new Echo());
                farm.stop(before);
            }
            var last = old;
            await().until(() -> last.partitions().size() == 8);
            sent = traffic.stop();
            clients = traffic.clients();
        }
        int each = sent;
        assertThat(clients).allSatisfy(client -> {
            farm.gateway().awaitTexts(client, each);
            assertThat(farm.gateway().texts(client)).hasSize(each);
            Traffic.assertNoneLost(farm.gateway().texts(client), each);
        });
    }

    @Test
    void workers_ofTheSameName_bothServe() {
        var events = new RecordedEvents();
        var others = new RecordedEvents();
        var first = farm.start(events);
        var second = farm.start(others);
        assertThat(first.id()).isNotEqualTo(second.id()).startsWith("test-");
        await().until(() ->
                first.partitions().size() == 4 && second.partitions().size() == 4);

        for (int i = 0; i < 8; i++) {
            String client = farm.gateway().connect();
            farm.gateway().receive(client, "hello");
            boolean isFirsts = first.partitions().contains(ClientIds.partitionOf(client));
            (isFirsts ? events : others).await(client, "hello");
            assertThat(events.of(client, others)).containsExactly("connect", "hello");
        }
    }

    @Test
    void events_appendedWhileNoWorkerIsUp_areHandledWhenOneComes() {
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "1", "2");
        String gone = farm.gateway().connect();
        farm.gateway().disconnect(gone);
        assertThat(farm.push().isOnline(client)).isTrue();

        var events = new RecordedEvents();
        farm.start(events);

        assertThat(events.await(client, "2")).containsExactly("connect", "1", "2");
        assertThat(events.await(gone, "close 1000 bye")).containsExactly("connect", "close 1000 bye");
    }

    @Test
    void worker_startedAgainAfterAnOrderlyClose_repeatsNothing() {
        var before = new RecordedEvents();
        var first = farm.start(before);
        String client = farm.gateway().connect();
        for (int i = 0; i < 200; i++) {
            farm.gateway().receive(client, "before " + i);
        }
        // closes in the middle: what was not handled is the next one's
        before.await(client, "before 0");
        farm.stop(first);
        farm.gateway().receive(client, "between");

        var after = new RecordedEvents();
        farm.start(after);
        farm.gateway().receive(client, "after");

        after.await(client, "after");
        List<String> all = before.of(client, after);
        assertThat(all)
                .hasSize(203)
                .doesNotHaveDuplicates()
                .startsWith("connect", "before 0")
                .endsWith("between", "after");
    }

    @Test
    void worker_closedWhileAHandlerRuns_waitsForItAndCommits() throws Exception {
        var running = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        var events = new RecordedEvents() {
            @Override
            void received(Client client, String text) throws Exception {
                running.countDown();
                assertThat(finish.await(20, TimeUnit.SECONDS)).isTrue();
                client.send("done");
            }
        };
        var worker = farm.start(events);
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "slow");
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        var closing = Thread.ofVirtual().start(worker::close);
        await().until(() -> farm.raw().text("ZCARD", farm.keys().workers()).equals("0"));
        assertThat(closing.isAlive()).isTrue();
        finish.countDown();
        assertThat(closing.join(Duration.ofSeconds(20))).isTrue();

        assertThat(events.of(client)).containsExactly("connect", "slow");
        assertThat(farm.gateway().awaitTexts(client, 1)).containsExactly("done");
        assertThat(farm.unfinished(ClientIds.partitionOf(client))).isEmpty();
    }

    @Test
    void worker_handlerOutlastsTheHandOver_isInterruptedAndTheNextOwnerHandlesItsEvent() throws Exception {
        var running = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        var before = new RecordedEvents() {
            @Override
            void received(Client client, String text) throws Exception {
                running.countDown();
                assertThat(never.await(30, TimeUnit.SECONDS)).isTrue();
            }
        };
        var d = WorkLimits.DEFAULTS;
        var limits =
                new WorkLimits(d.lease(), d.openEvents(), d.commitEvents(), d.commitInterval(), Duration.ofMillis(300));
        var first = farm.start(farm.config(limits), before);
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "slow", "behind");
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        farm.stop(first);

        var after = new RecordedEvents();
        farm.start(after);
        assertThat(after.await(client, "behind")).containsExactly("slow", "behind");
        assertThat(before.of(client)).containsExactly("connect");
        assertThat(farm.raw().text("EXISTS", farm.keys().deadLetters())).isEqualTo("0");
    }

    @Test
    void worker_partitionTakenByForce_commitsNothingMoreThereAndGoesOnWhenItIsFree() throws Exception {
        var running = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        var events = new RecordedEvents() {
            @Override
            void received(Client client, String text) throws Exception {
                if (text.equals("slow") && finish.getCount() > 0) {
                    running.countDown();
                    assertThat(finish.await(20, TimeUnit.SECONDS)).isTrue();
                }
            }
        };
        var worker = farm.start(farm.config(Farm.lease(Duration.ofSeconds(4))), events);
        String client = farm.gateway().connect();
        int partition = ClientIds.partitionOf(client);
        farm.gateway().receive(client, "slow");
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();

        farm.gateway().connectBeside(client); // something that is finished, for a commit
        String slow = await().until(
                        () -> farm.unfinished(partition),
                        open -> open.contains("-")
                                && !open.contains(",")
                                && !farm.position(partition).equals(open));

        PartitionLeases leases = farm.redis().partitionLeases();
        Duration lease = Duration.ofMinutes(1);
        // the value is a new one at each beat
        var thief = await().until(
                        () -> {
                            String seen = Farm.answer(leases.holders(8))
                                    .get(partition)
                                    .leaseEnd();
                            return Farm.answer(leases.acquire(partition, "thief", lease, seen));
                        },
                        Optional::isPresent)
                .orElseThrow();
        assertThat(thief.unfinished()).as("slow").containsExactly(slow);
        await().until(() -> !worker.partitions().contains(partition));
        farm.gateway().receive(client, "not yet");
        finish.countDown();
        events.await(client, "slow");

        await().during(Duration.ofMillis(500)).until(() -> !events.of(client).contains("not yet"));
        assertThat(farm.position(partition)).isEqualTo(thief.position());
        assertThat(farm.unfinished(partition)).isEqualTo(slow);

        Farm.answer(leases.release(partition, "thief", thief.epoch()));
        assertThat(events.await(client, "not yet")).endsWith("slow", "not yet");
        assertThat(worker.partitions()).hasSize(8);
    }
}
