package io.gatefarm.push;

import static io.gatefarm.push.Farm.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SendOrderTest {
    @RegisterExtension
    final Farm farm = new Farm();

    @Test
    void sends_acrossMethods_arriveInCallOrder() {
        Gateway push = farm.client();
        String client = farm.gateway().connect();
        push.joinGroup(client, "g");
        push.bindUid(client, "u");

        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            push.sendToClient(client, "client " + i);
            push.sendToUid("u", "uid " + i);
            push.sendToGroup("g", "group " + i);
            push.sendToAll("all " + i);
            farm.client().sendVia(farm.gateway().id(), client, Message.text("via " + i));
            sent.addAll(List.of("client " + i, "uid " + i, "group " + i, "all " + i, "via " + i));
        }

        assertThat(farm.gateway().awaitText("via 199")).isEqualTo(sent);
    }

    @Test
    void joinThenSendToGroup_withoutWaiting_reachesTheMember() {
        Gateway push = farm.client();
        for (int i = 0; i < 50; i++) {
            String client = farm.gateway().connect();
            push.joinGroup(client, "group " + i);
            var receipt = push.sendToGroup("group " + i, "to group " + i);

            assertThat(answer(receipt)).isEqualTo(new Receipt(1));
        }
        farm.gateway().awaitText("to group 49");

        List<String> kinds = new ArrayList<>();
        farm.gateway().frames().forEach(frame -> kinds.add(frame.getClass().getSimpleName()));
        assertThat(kinds).hasSize(100);
        assertThat(IntStream.range(0, 50))
                .allSatisfy(i -> assertThat(kinds.subList(2 * i, 2 * i + 2)).containsExactly("Join", "ToGroups"));
    }

    @Test
    void stateFrames_leaveAndUnbind_countTheClientsVersionUp() {
        Gateway push = farm.client();
        String client = farm.gateway().connect();
        push.joinGroup(client, "g");
        push.bindUid(client, "u");
        push.leaveGroup(client, "g");
        push.unbindUid(client);

        assertThat(farm.gateway().awaitFrame(Frame.Unbind.class::isInstance))
                .containsExactly(
                        new Frame.Join(client, "g", 1),
                        new Frame.Bind(client, "u", 2),
                        new Frame.Leave(client, "g", 3),
                        new Frame.Unbind(client, 4));
    }

    @Test
    void sends_burstToOneGateway_travelAsFewPublications() {
        String first = farm.gateway().connect();
        String second = farm.gateway().connect();
        var push = farm.client();
        String gatewayId = farm.gateway().id();

        for (int i = 0; i < 5_000; i++) {
            push.sendVia(gatewayId, i % 2 == 0 ? first : second, Message.text("n" + i));
        }

        assertThat(farm.gateway().awaitText("n4999"))
                .isEqualTo(IntStream.range(0, 5_000).mapToObj(i -> "n" + i).toList());
        assertThat(farm.gateway().batches()).hasSizeLessThan(2_500);
    }

    @Test
    void sends_manyInOneTurn_shareFewCallsAndEachReceiptIsItsOwn() {
        List<String> clients =
                IntStream.range(0, 50).mapToObj(i -> farm.gateway().connect()).toList();
        clients.forEach(client -> farm.client().bindUid(client, "u" + client));
        answer(farm.client().joinGroup(clients.get(0), "g"));
        int before = farm.gateway().batches().size();

        List<CompletionStage<Receipt>> receipts = new ArrayList<>();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            String client = clients.get(i % clients.size());
            receipts.add(farm.client().sendToClient(client, "client " + i));
            receipts.add(farm.client().sendToUid("u" + client, "uid " + i));
            receipts.add(farm.client().sendToGroups(List.of("g", "nobody"), "group " + i));
            receipts.add(farm.client().sendToUid("nobody", "nobody " + i));
            sent.addAll(List.of("client " + i, "uid " + i, "group " + i));
        }

        assertThat(farm.gateway().awaitText("group 1999")).isEqualTo(sent);
        for (int i = 0; i < receipts.size(); i++) {
            assertThat(answer(receipts.get(i))).isEqualTo(new Receipt(i % 4 == 3 ? 0 : 1));
        }
        assertThat(farm.gateway().batches()).hasSizeLessThan(before + 1_000);
    }

    @Test
    void sends_largeOnesInOneTurn_keepOrderOverSeveralPublications() {
        String client = farm.gateway().connect();
        String padding = "x".repeat(100_000);
        for (int i = 0; i < 20; i++) {
            farm.client().sendToClient(client, padding + i);
        }

        farm.gateway().awaitText(padding + 19);

        assertThat(farm.gateway().texts())
                .isEqualTo(IntStream.range(0, 20).mapToObj(i -> padding + i).toList());
    }

    @Test
    void sends_fromSeveralThreads_keepEachThreadsOrder() throws Exception {
        String client = farm.gateway().connect();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                String name = "thread " + t + " n";
                running.add(threads.submit(() -> {
                    for (int i = 0; i < 500; i++) {
                        farm.client().sendToClient(client, name + i);
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
            answer(farm.client().sendToClient(client, "end"));
        } finally {
            threads.shutdownNow();
        }

        List<String> texts = farm.gateway().awaitText("end");
        assertThat(texts).hasSize(2_001);
        for (int t = 0; t < 4; t++) {
            String name = "thread " + t + " n";
            assertThat(texts.stream().filter(text -> text.startsWith(name)))
                    .isEqualTo(IntStream.range(0, 500).mapToObj(i -> name + i).toList());
        }
    }

    @Test
    void message_binary_arrivesByteForByteAndMarked() {
        String client = farm.gateway().connect();
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        farm.client().sendToClient(client, Message.binary(bytes));
        farm.client().sendToClient(client, Message.text(""));

        List<Frame> frames = farm.gateway().awaitFrame(new Frame.ToClients(List.of(client), Message.text(""))::equals);
        assertThat(frames)
                .containsExactly(
                        new Frame.ToClients(List.of(client), Message.binary(bytes)),
                        new Frame.ToClients(List.of(client), Message.text("")));
    }
}
