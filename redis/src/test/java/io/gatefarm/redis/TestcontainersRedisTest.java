package io.gatefarm.redis;

import static io.gatefarm.redis.TestFarm.LEASE;
import static io.gatefarm.redis.TestFarm.closed;
import static io.gatefarm.redis.TestFarm.get;
import static io.gatefarm.redis.TestFarm.opened;
import static io.gatefarm.redis.TestFarm.received;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.channel.ChannelListener;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Frame;
import io.gatefarm.redis.frame.FrameBatch;
import io.gatefarm.redis.frame.FrameCodec;
import io.gatefarm.redis.stream.AppendBatch;
import io.gatefarm.redis.stream.Commit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.utility.DockerImageName;

/** A small round trip through Redis in a container. Skipped where no Docker engine answers. */
@Testcontainers(disabledWithoutDocker = true)
@Timeout(180)
class TestcontainersRedisTest {
    private static final int PORT = 6379;
    private static final String CLIENT = "00100000000000000vv";

    @Container
    static final GenericContainer<?> container =
            new GenericContainer<>(DockerImageName.parse("redis:7.2-alpine")).withExposedPorts(PORT);

    @Test
    void roundTrip_openJoinSendReadCommit_worksInAContainer() throws InterruptedException {
        String uri = "redis://" + container.getHost() + ":" + container.getMappedPort(PORT);
        BlockingQueue<FrameBatch> arrived = new LinkedBlockingQueue<>();
        try (var redis = FarmRedis.open(RedisConfig.of(uri), "container")) {
            get(redis.gatewayLeases().register("gw1", LEASE, "i", "host", 8));
            var opened = opened(CLIENT, "gw1");
            var received = received(CLIENT, "gw1", "hi");
            var closed = closed(CLIENT, "gw1");
            get(redis.inbound().append(new AppendBatch("gw1", 1, 1, 1, 1000, List.of(opened, received))));
            try (var subscription = redis.outbound().subscribe("gw1", listener(arrived))) {
                assertThat(subscription).isNotNull();
                assertThat(get(redis.directory().joinGroup(CLIENT, "room"))).isEqualTo(Change.DONE);
                var frame = new Frame.ToGroups(List.of("room"), List.of(), Message.text("hello"));
                assertThat(get(redis.outbound().sendToGroups(frame.groups(), FrameCodec.encode(frame))))
                        .isEqualTo(1);
                assertThat(arrived.poll(5, TimeUnit.SECONDS))
                        .isEqualTo(new FrameBatch(1, List.of(new Frame.Join(CLIENT, "room", 1))));
                assertThat(arrived.poll(5, TimeUnit.SECONDS)).isEqualTo(new FrameBatch(2, List.of(frame)));
            }
            get(redis.inbound().append(new AppendBatch("gw1", 1, 3, 1, 1000, List.of(closed))));

            var lease = get(redis.partitionLeases().acquire(1, "w1", LEASE, "")).orElseThrow();
            var reader = redis.inbound().reader(() -> {});
            var read = reader.read(Map.of(1, lease.position()), 10, Duration.ofSeconds(1));
            assertThat(read).extracting(entry -> entry.event()).containsExactly(opened, received, closed);
            var last = read.get(2);
            var commit = new Commit(
                    1, "w1", lease.epoch(), last.id(), last.origin(), 3, List.of(), List.of(), List.of(CLIENT));
            assertThat(get(redis.inbound().commit(commit))).isEqualTo(Commit.Outcome.STORED);
            assertThat(get(redis.directory().countClients())).isZero();
        }
    }

    private static ChannelListener listener(BlockingQueue<FrameBatch> arrived) {
        return new ChannelListener() {
            @Override
            public void toGateway(byte[] message) {
                arrived.add(FrameCodec.decode(message));
            }

            @Override
            public void toAll(byte[] message) {
                arrived.add(FrameCodec.decode(message));
            }
        };
    }
}
