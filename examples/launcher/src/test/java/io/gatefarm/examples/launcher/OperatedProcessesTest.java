package io.gatefarm.examples.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.gatefarm.examples.launcher.Operator.Done;
import io.gatefarm.redis.embedded.RedisSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command line on processes: a gateway, and two workers with a supervisor each. */
@Timeout(120)
class OperatedProcessesTest {
    private static final int CLIENTS = 4;

    private final List<AutoCloseable> started = new ArrayList<>();
    private RedisSource redis;
    private Operator operator;
    private String[] settings;
    private FarmProcess gateway;
    private int port;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        redis = RedisSource.open(System.getenv("GATEFARM_TEST_REDIS"));
        String app = "op-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        operator = new Operator(redis.uri(), app);
        settings = new String[] {"--redis-uri=" + redis.uri(), "--app=" + app};
        gateway = started(FarmProcess.gatewayOfClassPath(settings));
        port = gateway.port();
    }

    private <T extends AutoCloseable> T started(T process) {
        started.add(process);
        return process;
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable process : started) {
            process.close();
        }
        redis.close();
    }

    @Test
    void reload_underTraffic_replacesEveryWorkerAndLosesNothing() throws Exception {
        List<SupervisedWorker> workers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            workers.add(started(SupervisedWorker.start(settings)));
        }
        for (SupervisedWorker worker : workers) {
            worker.awaitPartition();
        }
        var reloaded = new AtomicBoolean();
        List<ChatClient> clients = new ArrayList<>();
        List<Thread> speakers = new ArrayList<>();
        List<int[]> said = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            ChatClient client = started(ChatClient.connect(port));
            client.login("Client " + i, "room " + i);
            int[] number = new int[1];
            clients.add(client);
            said.add(number);
            speakers.add(Thread.ofVirtual().start(() -> speak(client, number, reloaded)));
        }

        Done reload = operator.run("reload");
        reloaded.set(true);

        assertThat(reload.err()).isEmpty();
        assertThat(reload.out().lines().filter(line -> line.contains("replaced by")))
                .hasSize(2);
        assertThat(workers).allSatisfy(worker -> assertThat(worker.statuses()).containsExactly(75));
        for (int i = 0; i < CLIENTS; i++) {
            speakers.get(i).join();
            int last = said.get(i)[0];
            assertThat(last).isGreaterThan(100);
            assertThat(heard(clients.get(i), last))
                    .isEqualTo(IntStream.rangeClosed(1, last).boxed().toList());
        }
    }

    private static void speak(ChatClient client, int[] number, AtomicBoolean enough) {
        while (!enough.get()) {
            client.say("all", "all", "n" + ++number[0]);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static List<Integer> heard(ChatClient client, int last) throws InterruptedException {
        List<Integer> heard = new ArrayList<>();
        while (heard.isEmpty() || heard.get(heard.size() - 1) != last) {
            JsonObject say = client.next("say");
            heard.add(Integer.parseInt(say.get("content").getAsString().substring(1)));
        }
        return heard;
    }

    @Test
    void stopAll_gatewayAndWorkers_endWith0AndClientsSee4000() throws Exception {
        SupervisedWorker worker = started(SupervisedWorker.start(settings));
        worker.awaitPartition();
        ChatClient anna = started(ChatClient.connect(port));
        anna.login("Anna", "1");

        Done stop = operator.run("stop", "--all", "--yes", "--timeout=30s");

        assertThat(stop.err()).isEmpty();
        assertThat(stop.code()).isZero();
        assertThat(anna.closeCode()).isEqualTo(4000);
        assertThat(gateway.awaitExit()).isZero();
        worker.awaitStopped();
        assertThat(worker.statuses()).containsExactly(0);
        assertThat(stop.out().lines().filter(line -> line.contains(": gone after")))
                .hasSize(2);
    }

    @Test
    void reload_workerWithoutSupervisor_failsAndSaysWhy() throws Exception {
        FarmProcess worker = started(FarmProcess.chatWorkerOfClassPath(settings));
        worker.await("took partition");

        Done reload = operator.run("reload", "--timeout=2s");

        assertThat(reload.code()).isEqualTo(1);
        assertThat(reload.err()).contains("has come within 2.0 s: does a supervisor start it again?");
        assertThat(worker.awaitExit()).isEqualTo(75);
    }
}
