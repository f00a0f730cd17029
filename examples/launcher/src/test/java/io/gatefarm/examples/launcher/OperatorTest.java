package io.gatefarm.examples.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gatefarm.examples.launcher.Operator.Done;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command line on a running farm: the launcher's, two gateways and two workers in this process. */
@Timeout(60)
class OperatorTest {
    private static final String APP = "operated";

    private static ChatFarm farm;
    private static Operator operator;
    private static int port;

    @BeforeAll
    static void start() {
        farm = ChatFarm.start(new FarmPlan(2, 2, 0, 0, APP, ""));
        operator = new Operator(farm.redisUri(), APP);
        port = farm.gateways().get(0).port();
    }

    @AfterAll
    static void stop() {
        farm.close();
    }

    private static JsonObject json(Done done) {
        assertThat(done.err()).isEmpty();
        assertThat(done.code()).isZero();
        return JsonParser.parseString(done.out()).getAsJsonObject();
    }

    @Test
    void status_farmWithTraffic_showsWhoDoesWhatAndHowFast() throws Exception {
        try (var anna = ChatClient.connect(port)) {
            anna.login("Anna", "1");
            var speaker = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 400 && !Thread.currentThread().isInterrupted(); i++) {
                    anna.say("all", "all", "n" + i);
                    LockSupport.parkNanos(10_000_000);
                }
            });

            JsonObject status = json(operator.run("status", "--json"));
            speaker.interrupt();
            speaker.join();

            assertThat(status.get("clients").getAsInt()).isPositive();
            assertThat(status.getAsJsonArray("gateways")).hasSizeGreaterThanOrEqualTo(1);
            double in = 0;
            for (var gateway : status.getAsJsonArray("gateways")) {
                var rate = gateway.getAsJsonObject().get("messagesInPerSecond");
                in += rate.isJsonNull() ? 0 : rate.getAsDouble();
            }
            double handled = 0;
            for (var worker : status.getAsJsonArray("workers")) {
                var rate = worker.getAsJsonObject().get("handledPerSecond");
                handled += rate.isJsonNull() ? 0 : rate.getAsDouble();
            }
            assertThat(in).as("about 100 a second").isBetween(20.0, 200.0);
            assertThat(handled).as("about 100 a second").isBetween(20.0, 200.0);
            assertThat(status.getAsJsonArray("partitions"))
                    .hasSize(8)
                    .allSatisfy(partition -> assertThat(
                                    partition.getAsJsonObject().get("owner").getAsString())
                            .startsWith("worker-"));
        }
    }

    @Test
    void clientsAndGroups_chat_showTheRoom() throws Exception {
        try (var anna = ChatClient.connect(port)) {
            String id = anna.login("Anna", "7");

            JsonObject clients = json(operator.run("clients", "--group", "room:7", "--json"));

            JsonObject client = clients.getAsJsonArray("clients").get(0).getAsJsonObject();
            assertThat(client.get("id").getAsString()).isEqualTo(id);
            assertThat(client.get("gateway").getAsString())
                    .isEqualTo(farm.gateways().get(0).id());
            assertThat(client.get("remote").getAsString()).matches("127\\.0\\.0\\.1:\\d+|\\[.*:1]:\\d+");
            assertThat(client.get("sinceMs").getAsLong())
                    .isBetween(System.currentTimeMillis() - 30_000, System.currentTimeMillis());
            assertThat(operator.run("groups").out()).contains("1  room:7");
        }
    }

    @Test
    void sendAndKick_client_getsTheMessagesAndTheCode() throws Exception {
        try (var anna = ChatClient.connect(port)) {
            String id = anna.login("Anna", "8");

            assertThat(operator.run("send", "--group", "room:8", "{\"type\":\"news\",\"n\":1}")
                            .out())
                    .contains("sent to 1 client");
            assertThat(anna.next("news").get("n").getAsInt()).isEqualTo(1);

            assertThat(operator.run("kick", "--client", id, "--message", "{\"type\":\"bye\"}")
                            .out())
                    .contains("kicked 1 client");
            anna.next("bye");
            assertThat(anna.closeCode()).isEqualTo(4100);
        }
    }

    @Test
    void reload_launchersWorkers_areStartedAnewInPlace() throws Exception {
        var before = farm.workers().stream().map(worker -> worker.id()).toList();

        Done reload = operator.run("reload");

        assertThat(reload.err()).isEmpty();
        assertThat(reload.code()).isZero();
        assertThat(reload.out().lines().filter(line -> line.contains("replaced by")))
                .hasSize(2);
        assertThat(farm.workers())
                .hasSize(2)
                .allSatisfy(worker -> assertThat(before).doesNotContain(worker.id()));
        try (var anna = ChatClient.connect(port)) {
            anna.login("Anna", "9");
        }
    }

    @Test
    void stop_oneOfTheLaunchersGateways_closesItsClientsAndLeavesTheRest() throws Exception {
        var second = farm.gateways().get(1);
        try (var anna = ChatClient.connect(port);
                var bob = ChatClient.connect(second.port())) {
            anna.login("Anna", "10");
            bob.login("Bob", "10");

            Done stop = operator.run("stop", "--gateway", second.id());

            assertThat(stop.err()).isEmpty();
            assertThat(stop.code()).isZero();
            assertThat(bob.closeCode()).isEqualTo(4000);
            anna.next("logout");
            second.awaitClosed();
        }
    }
}
