package io.gatefarm.examples.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.gatefarm.redis.embedded.RedisSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two gateways and two workers as processes of their own on one Redis, and what happens when one of them goes. */
@Timeout(180)
class FarmProcessesIT {
    private RedisSource redis;
    private final List<FarmProcess> processes = new ArrayList<>();
    private List<String> settings = List.of();
    private FarmProcess firstWorker;
    private FarmProcess firstGateway;
    private int port;
    private int otherPort;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        redis = RedisSource.open(System.getenv("GATEFARM_TEST_REDIS"));
        String app = "it-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        settings = List.of("--redis-uri=" + redis.uri(), "--app=" + app);
        firstWorker = started(FarmProcess.chatWorker(settings()));
        FarmProcess secondWorker = started(FarmProcess.chatWorker(settings()));
        firstGateway = started(FarmProcess.gateway(settings()));
        FarmProcess secondGateway = started(FarmProcess.gateway(settings()));
        firstWorker.await("started for app");
        secondWorker.await("started for app");
        port = firstGateway.port();
        otherPort = secondGateway.port();
        // both workers have a share before anything is asked of them
        firstWorker.await("took partition");
        secondWorker.await("took partition");
    }

    private FarmProcess started(FarmProcess process) {
        processes.add(process);
        return process;
    }

    private String[] settings() {
        return settings.toArray(String[]::new);
    }

    @AfterEach
    void stop() {
        processes.forEach(FarmProcess::close);
        redis.close();
    }

    @Test
    void clients_onDifferentGateways_talkInOneRoom() throws InterruptedException {
        try (var anna = ChatClient.connect(port);
                var bob = ChatClient.connect(otherPort)) {
            anna.login("Anna", "1");
            bob.login("Bob", "1");

            anna.say("all", "all", "from one");
            assertThat(bob.next("say").get("content").getAsString()).isEqualTo("from one");
            bob.say("all", "all", "from the other");
            anna.next("say");
            assertThat(anna.next("say").get("content").getAsString()).isEqualTo("from the other");
        }
    }

    @Test
    void worker_killed_itsClientsGoOnAndNothingIsLost() throws Exception {
        int clients = 16; // two in each partition, so each worker has some
        int messages = 300;
        List<ChatClient> all = new ArrayList<>();
        List<Thread> speakers = new ArrayList<>();
        try {
            for (int i = 0; i < clients; i++) {
                var client = ChatClient.connect(i % 2 == 0 ? port : otherPort);
                client.login("Client " + i, "room " + i);
                all.add(client);
            }
            for (ChatClient client : all) {
                speakers.add(Thread.ofVirtual().start(() -> speak(client, messages)));
            }
            for (ChatClient client : all) {
                client.next("say"); // everybody is under way
            }
            firstWorker.kill();

            for (ChatClient client : all) {
                assertThat(firstSeen(client, messages))
                        .as("0 of each was taken above")
                        .isEqualTo(expected(messages));
            }
            for (Thread speaker : speakers) {
                speaker.join();
            }
        } finally {
            all.forEach(ChatClient::close);
        }
    }

    /** Numbered messages at about 200 a second: some before the kill, some while nobody owns the partitions, some after. */
    private static void speak(ChatClient client, int messages) {
        for (int n = 0; n < messages; n++) {
            client.say("all", "all", "n" + n);
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** The numbers in the order in which each came first; a message may come twice when a worker dies. */
    private static List<Integer> firstSeen(ChatClient client, int messages) throws InterruptedException {
        List<Integer> seen = new ArrayList<>();
        while (seen.isEmpty() || seen.get(seen.size() - 1) != messages - 1) {
            JsonObject say = client.next("say");
            int n = Integer.parseInt(say.get("content").getAsString().substring(1));
            if (n > 0 && !seen.contains(n)) {
                seen.add(n);
            }
        }
        return seen;
    }

    private static List<Integer> expected(int messages) {
        List<Integer> numbers = new ArrayList<>();
        for (int n = 1; n < messages; n++) {
            numbers.add(n);
        }
        return numbers;
    }

    @Test
    void gateway_killed_theOthersLearnThatItsClientsAreGone() throws InterruptedException {
        try (var anna = ChatClient.connect(otherPort)) {
            anna.login("Anna", "1");
            var bob = ChatClient.connect(port);
            String bobId = bob.login("Bob", "1");
            anna.next("login");

            firstGateway.kill();

            assertThat(anna.next("logout").get("from_client_id").getAsString()).isEqualTo(bobId);
        }
    }

    @Test
    void gateway_terminated_closesWith4000AndTellsTheRoom() throws InterruptedException {
        try (var anna = ChatClient.connect(otherPort)) {
            anna.login("Anna", "1");
            var bob = ChatClient.connect(port);
            String bobId = bob.login("Bob", "1");
            anna.next("login");

            int status = firstGateway.terminate();

            assertThat(bob.closeCode()).isEqualTo(4000);
            assertThat(anna.next("logout").get("from_client_id").getAsString()).isEqualTo(bobId);
            assertThat(status).isIn(0, 143);
        }
    }

    @Test
    void worker_terminated_handsOverAtOnce() throws InterruptedException {
        try (var anna = ChatClient.connect(port)) {
            anna.login("Anna", "1");

            int status = firstWorker.terminate();

            long before = System.nanoTime();
            anna.say("all", "all", "still there?");
            anna.next("say");
            assertThat(status).isIn(0, 143);
            assertThat(System.nanoTime() - before).isLessThan(4_000_000_000L); // far below a lease
        }
    }
}
