package io.gatefarm.redis.channel;

import static io.gatefarm.redis.TestFarm.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.gatefarm.redis.Inbox;
import io.gatefarm.redis.Inbox.Arrival;
import io.gatefarm.redis.TestFarm;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Frame;
import io.gatefarm.redis.frame.FrameCodec;
import io.gatefarm.redis.lease.GatewayCounts;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class OutboundChannelTest {
    @RegisterExtension
    static final TestFarm farm = new TestFarm();

    private static final Message HELLO = Message.text("hello\nyou");

    private static byte[] frame(Frame frame) {
        return FrameCodec.encode(frame);
    }

    @Test
    void sends_ofEachKind_arriveInOrderAsTheyWereSent() throws InterruptedException {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        List<Frame> frames = List.of(
                new Frame.ToClients(List.of(client), HELLO),
                new Frame.ToClients(List.of(client, farm.newClient(1)), Message.binary(new byte[] {0, 10, -1})),
                new Frame.ToGroups(List.of("room"), List.of(client), HELLO),
                new Frame.ToUids(List.of("u"), List.of(), Message.text("")),
                new Frame.Close(client, 4321, "bye \"you\"", Optional.of(HELLO)),
                new Frame.Abort(client),
                new Frame.ToAll(List.of(client), HELLO));

        try (var inbox = Inbox.of(farm, "gw1")) {
            get(farm.directory().joinGroup(client, "room"));
            get(farm.directory().bindUid(client, "u"));
            assertThat(get(farm.outbound().sendToClient(client, frame(frames.get(0)))))
                    .isTrue();
            assertThat(get(farm.outbound().sendToGateway("gw1", frame(frames.get(1)))))
                    .isTrue();
            assertThat(get(farm.outbound().sendToGroups(List.of("room"), frame(frames.get(2)))))
                    .isEqualTo(1);
            assertThat(get(farm.outbound().sendToUids(List.of("u"), frame(frames.get(3)))))
                    .isEqualTo(1);
            assertThat(get(farm.outbound().sendToClient(client, frame(frames.get(4)))))
                    .isTrue();
            assertThat(get(farm.outbound().sendToClient(client, frame(frames.get(5)))))
                    .isTrue();
            assertThat(get(farm.outbound().sendToAll(frame(frames.get(6))))).isEqualTo(1);

            List<Arrival> arrivals = inbox.soFar();
            List<Frame> expected =
                    new ArrayList<>(List.of(new Frame.Join(client, "room", 1), new Frame.Bind(client, "u", 2)));
            expected.addAll(frames);
            assertThat(arrivals).flatExtracting(Arrival::frames).containsExactlyElementsOf(expected);
            assertThat(arrivals)
                    .filteredOn(arrival -> !arrival.toAll())
                    .extracting(arrival -> arrival.batch().number())
                    .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
            assertThat(arrivals.get(8)).extracting(Arrival::toAll).isEqualTo(true);
            assertThat(arrivals.get(8).batch().number()).isEqualTo(1);
        }
    }

    @Test
    void sendToGateway_severalFrames_arriveAsOneBatch() throws InterruptedException {
        farm.register("gw1");
        var frames = List.<Frame>of(
                new Frame.ToClients(List.of("a"), HELLO),
                new Frame.Abort("b"),
                new Frame.Close("c", 1000, "", Optional.of(Message.binary(new byte[] {10, 0, 10}))));
        var bytes = new ByteArrayOutputStream();
        frames.forEach(frame -> bytes.writeBytes(frame(frame)));

        try (var inbox = Inbox.of(farm, "gw1")) {
            get(farm.outbound().sendToGateway("gw1", bytes.toByteArray()));

            assertThat(inbox.next().frames()).isEqualTo(frames);
        }
    }

    @Test
    void sends_manyAtOnce_arriveInCallOrderWithoutAGap() throws InterruptedException {
        farm.register("gw1");
        List<CompletableFuture<Boolean>> sends = new ArrayList<>();

        try (var inbox = Inbox.of(farm, "gw1")) {
            for (int i = 0; i < 1000; i++) {
                sends.add(farm.outbound()
                        .sendToGateway("gw1", FrameCodec.encodeToClient("c", Message.text(Integer.toString(i)))));
            }
            get(CompletableFuture.allOf(sends.toArray(CompletableFuture<?>[]::new)));

            List<Arrival> arrivals = inbox.soFar();
            assertThat(arrivals)
                    .extracting(arrival -> arrival.batch().number())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 1000).boxed().toList());
            assertThat(arrivals)
                    .extracting(arrival -> ((Frame.ToClients) arrival.frames().get(0))
                            .message()
                            .text())
                    .containsExactlyElementsOf(
                            LongStream.range(0, 1000).mapToObj(Long::toString).toList());
        }
    }

    @Test
    void send_ofEveryKindInOneCall_isMergedPerGatewayInOrderAndEachCounted() throws InterruptedException {
        farm.register("gw1", "gw2");
        String one = farm.open("gw1", 1);
        String two = farm.open("gw2", 1);
        get(farm.directory().joinGroup(one, "both"));
        get(farm.directory().joinGroup(two, "both"));
        get(farm.directory().bindUid(two, "u"));
        var toOne = new Frame.ToClients(List.of(one), HELLO);
        var toTwo = new Frame.ToClients(List.of(two), HELLO);
        var toBoth = new Frame.ToGroups(List.of("both"), List.of(), HELLO);
        var toUid = new Frame.ToUids(List.of("u"), List.of(), HELLO);
        var toAll = new Frame.ToAll(List.of(), HELLO);

        try (var first = Inbox.of(farm, "gw1");
                var second = Inbox.of(farm, "gw2")) {
            assertThat(get(farm.outbound()
                            .send(List.of(
                                    new Send(Target.clients(List.of(one)), frame(toOne)),
                                    new Send(Target.groups(List.of("both", "nobody")), frame(toBoth)),
                                    new Send(Target.clients(List.of(farm.newClient(1), two, one)), frame(toTwo)),
                                    new Send(Target.all(), frame(toAll)),
                                    new Send(Target.gateway("gw1"), frame(toOne)),
                                    new Send(Target.gateway("gw9"), frame(toOne)),
                                    new Send(Target.uids(List.of("nobody")), frame(toUid)),
                                    new Send(Target.uids(List.of("u")), frame(toUid))))))
                    .containsExactly(1, 2, 2, 2, 1, 0, 0, 1);

            assertThat(first.soFar())
                    .extracting(Arrival::toAll, Arrival::frames)
                    .containsExactly(
                            tuple(false, List.of(toOne, toBoth, toTwo)),
                            tuple(true, List.of(toAll)),
                            tuple(false, List.of(toOne)));
            assertThat(second.soFar())
                    .extracting(Arrival::toAll, Arrival::frames)
                    .containsExactly(
                            tuple(false, List.of(toBoth, toTwo)),
                            tuple(true, List.of(toAll)),
                            tuple(false, List.of(toUid)));
        }
    }

    @Test
    void send_groupsOnMostGatewaysBetweenOthers_keepOrder() throws InterruptedException {
        farm.register("gw1", "gw2", "gw3", "gw4");
        String client = farm.open("gw1", 1);
        get(farm.directory().joinGroup(client, "big"));
        for (String gateway : List.of("gw2", "gw3", "gw4")) {
            get(farm.directory().joinGroup(farm.open(gateway, 1), "big"));
        }
        var toBig = new Frame.ToGroups(List.of("big"), List.of(), HELLO);
        var toClient = new Frame.ToClients(List.of(client), HELLO);
        var big = new Send(Target.groups(List.of("big")), frame(toBig));
        var one = new Send(Target.clients(List.of(client)), frame(toClient));

        try (var inbox = Inbox.of(farm, "gw1")) {
            assertThat(get(farm.outbound().send(List.of(big, big, one, one, big))))
                    .containsExactly(4, 4, 1, 1, 4);

            assertThat(inbox.soFar())
                    .extracting(Arrival::toAll, Arrival::frames)
                    .containsExactly(
                            tuple(true, List.of(toBig, toBig)),
                            tuple(false, List.of(toClient, toClient)),
                            tuple(true, List.of(toBig)));
        }
    }

    @Test
    void sendToClient_offline_isFalseAndNothingIsSent() throws InterruptedException {
        farm.register("gw1");

        try (var inbox = Inbox.of(farm, "gw1")) {
            assertThat(get(farm.outbound().sendToClient(farm.newClient(1), frame(new Frame.Abort("x")))))
                    .isFalse();
            assertThat(inbox.soFar()).isEmpty();
        }
    }

    @Test
    void sendToClient_nobodySubscribed_isStillTrueAndCounted() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);

        assertThat(get(farm.outbound().sendToClient(client, frame(new Frame.Abort(client)))))
                .isTrue();
        assertThat(get(farm.gateways().beat("gw1", TestFarm.LEASE, GatewayCounts.NONE))
                        .sent())
                .isEqualTo(1);
    }

    @Test
    void sendToUids_clientsOnTwoGateways_reachesEachGatewayOnce() throws InterruptedException {
        farm.register("gw1", "gw2", "gw3");
        for (String uid : List.of("u", "v")) {
            get(farm.directory().bindUid(farm.open("gw1", 1), uid));
            get(farm.directory().bindUid(farm.open("gw2", 1), uid));
            get(farm.directory().bindUid(farm.open("gw2", 2), uid));
        }
        var frame = new Frame.ToUids(List.of("u", "v", "nobody"), List.of(), HELLO);

        try (var one = Inbox.of(farm, "gw1");
                var two = Inbox.of(farm, "gw2");
                var three = Inbox.of(farm, "gw3")) {
            assertThat(get(farm.outbound().sendToUids(frame.uids(), frame(frame))))
                    .isEqualTo(6);

            assertThat(one.frames()).containsExactly(frame);
            assertThat(two.frames()).containsExactly(frame);
            assertThat(three.frames()).isEmpty();
        }
    }

    @Test
    void sendToUids_nobody_isZero() {
        assertThat(get(farm.outbound().sendToUids(List.of("nobody"), new byte[0])))
                .isZero();
        assertThat(get(farm.outbound().sendToUids(List.of(), new byte[0]))).isZero();
        assertThat(farm.keyNames()).isEmpty();
    }

    @Test
    void sendToGroups_upToThreeGateways_reachesEachOnce() throws InterruptedException {
        farm.register("gw1", "gw2", "gw3");
        for (String gateway : List.of("gw1", "gw2", "gw3")) {
            String client = farm.open(gateway, 1);
            get(farm.directory().joinGroup(client, "a"));
            get(farm.directory().joinGroup(client, "b"));
        }
        var frame = new Frame.ToGroups(List.of("a", "b"), List.of(), HELLO);

        try (var one = Inbox.of(farm, "gw1");
                var three = Inbox.of(farm, "gw3")) {
            assertThat(get(farm.outbound().sendToGroups(frame.groups(), frame(frame))))
                    .isEqualTo(6);

            assertThat(one.soFar())
                    .extracting(Arrival::toAll, Arrival::frames)
                    .containsExactly(tuple(false, List.of(frame)));
            assertThat(three.frames()).containsExactly(frame);
        }
    }

    @Test
    void sendToGroups_moreThanThreeAndMostGateways_goesToAllInstead() throws InterruptedException {
        List<String> gateways = List.of("gw1", "gw2", "gw3", "gw4");
        farm.register("gw1", "gw2", "gw3", "gw4", "gw5", "gw6", "gw7");
        for (String gateway : gateways) {
            get(farm.directory().joinGroup(farm.open(gateway, 1), "big"));
        }
        var frame = new Frame.ToGroups(List.of("big"), List.of(), HELLO);

        try (var member = Inbox.of(farm, "gw1");
                var other = Inbox.of(farm, "gw7")) {
            assertThat(get(farm.outbound().sendToGroups(frame.groups(), frame(frame))))
                    .isEqualTo(4);

            for (Inbox inbox : List.of(member, other)) {
                assertThat(inbox.soFar())
                        .extracting(Arrival::toAll, Arrival::frames)
                        .containsExactly(tuple(true, List.of(frame)));
            }
        }
        assertThat(get(farm.gateways().beat("gw1", TestFarm.LEASE, GatewayCounts.NONE))
                        .sentToAll())
                .isEqualTo(1);
    }

    @Test
    void sendToGroups_moreThanThreeButNotMostGateways_reachesOnlyThem() throws InterruptedException {
        farm.register("gw1", "gw2", "gw3", "gw4", "gw5", "gw6", "gw7", "gw8");
        for (String gateway : List.of("gw1", "gw2", "gw3", "gw4")) {
            get(farm.directory().joinGroup(farm.open(gateway, 1), "half"));
        }
        var frame = new Frame.ToGroups(List.of("half"), List.of(), HELLO);

        try (var member = Inbox.of(farm, "gw4");
                var other = Inbox.of(farm, "gw8")) {
            assertThat(get(farm.outbound().sendToGroups(frame.groups(), frame(frame))))
                    .isEqualTo(4);

            assertThat(member.soFar()).extracting(Arrival::toAll).containsExactly(false);
            assertThat(other.soFar()).isEmpty();
        }
    }

    @Test
    void sendToGroups_nobody_isZero() {
        assertThat(get(farm.outbound().sendToGroups(List.of("nobody"), new byte[0])))
                .isZero();
        assertThat(get(farm.outbound().sendToGroups(List.of(), new byte[0]))).isZero();
        assertThat(farm.keyNames()).isEmpty();
    }

    @Test
    void sendToAll_twoGateways_reachesBothWithOneCounter() throws InterruptedException {
        farm.register("gw1", "gw2");
        var frame = new Frame.ToAll(List.of(), HELLO);

        try (var one = Inbox.of(farm, "gw1");
                var two = Inbox.of(farm, "gw2")) {
            assertThat(get(farm.outbound().sendToAll(frame(frame)))).isZero();
            farm.open("gw1", 1);
            farm.open("gw2", 1);
            farm.open("gw2", 2);
            assertThat(get(farm.outbound().sendToAll(frame(frame)))).isEqualTo(3);

            for (Inbox inbox : List.of(one, two)) {
                assertThat(inbox.soFar())
                        .extracting(arrival -> arrival.batch().number())
                        .containsExactly(1L, 2L);
            }
        }
    }

    @Test
    void subscription_closed_getsNothingMore() {
        farm.register("gw1");
        var inbox = Inbox.of(farm, "gw1");
        String channel = farm.keys().toAll();
        assertThat(farm.plain().pubsubNumsub(channel)).containsEntry(channel, 1L);

        inbox.close();

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> assertThat(farm.plain().pubsubNumsub(channel)).containsEntry(channel, 0L));
    }

    @Test
    void listener_throws_getsTheNextMessageAllTheSame() {
        farm.register("gw1");
        var arrived = new CompletableFuture<String>();

        try (var subscription = farm.outbound().subscribe("gw1", new ChannelListener() {
            @Override
            public void toGateway(byte[] message) {
                throw new IllegalStateException("this one fails");
            }

            @Override
            public void toAll(byte[] message) {
                arrived.complete(new String(message, UTF_8));
            }
        })) {
            get(farm.outbound().sendToGateway("gw1", new byte[0]));
            get(farm.outbound().sendToAll("x".getBytes(UTF_8)));

            assertThat(get(arrived)).isEqualTo("1\nx");
            assertThat(subscription).isNotNull();
        }
    }
}
