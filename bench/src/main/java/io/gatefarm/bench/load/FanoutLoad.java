package io.gatefarm.bench.load;

import io.gatefarm.bench.report.Usage;
import io.gatefarm.bench.report.UsageMeter;
import io.gatefarm.bench.socket.ClientConnection;
import io.gatefarm.bench.socket.ClientConnection.Offer;
import io.gatefarm.bench.socket.LoadLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;

/**
 * One sender, many members: each message goes to all of them. Runs once, on its caller's thread: dial, join, warm up,
 * measure, close. Bursts follow each other without a pause, each when every member has the one before.
 */
public final class FanoutLoad {
    private static final String JOIN = "join bench";
    private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(250);
    private static final Duration BURST_TIMEOUT = Duration.ofSeconds(10);

    private final FanoutConfig config;
    private final LoadLoop loop;
    private final UsageMeter meter;
    private final ClientConnection sender;
    private final List<FanoutMember> members;
    private final FanoutBurst burst;
    private final CheckedMessage message;
    private final Histogram toLastMember = Tally.histogram();

    private FanoutLoad(FanoutConfig config, LoadLoop loop) {
        this.config = config;
        this.loop = loop;
        this.meter = new UsageMeter(config.pids());
        this.burst = new FanoutBurst(config.members(), config.burst(), config.messageBytes());
        this.message = new CheckedMessage("all ", config.messageBytes());
        List<ClientConnection> connections = new Dialer(loop).dialAll(config.members() + 1);
        this.sender = connections.get(0);
        this.members = connections.stream().skip(1).map(this::join).toList();
    }

    /**
     * Runs one load.
     *
     * @throws LoadFailedException when not all connections open or not all members receive a first message
     */
    public static FanoutResult run(FanoutConfig config) {
        try (LoadLoop loop = LoadLoop.open(config.target(), RandomGenerator.getDefault())) {
            return new FanoutLoad(config, loop).run();
        }
    }

    private FanoutMember join(ClientConnection connection) {
        FanoutMember member = new FanoutMember(burst);
        connection.listen(member);
        byte[] bytes = JOIN.getBytes(StandardCharsets.US_ASCII);
        connection.offer(bytes, bytes.length);
        connection.flush();
        return member;
    }

    private FanoutResult run() {
        awaitMembers();
        sendBursts(Long.MAX_VALUE, config.warmup());
        burst.beginMeasuring();
        toLastMember.reset();
        long before = burst.sent();
        meter.begin();
        sendBursts(before + config.messages(), config.measured());
        Usage usage = meter.end();
        var counted = new FanoutResult.Counted(
                burst.sent() - before,
                burst.deliveries(),
                burst.latency(),
                toLastMember,
                burst.wrong(),
                burst.awaited());
        return new FanoutResult(counted, loop.counts(), usage);
    }

    /** A join is not answered: messages are sent until one has reached every member. */
    private void awaitMembers() {
        long deadlineNs = System.nanoTime() + JOIN_TIMEOUT.toNanos();
        do {
            if (System.nanoTime() - deadlineNs >= 0) {
                throw new LoadFailedException(
                        "%,d of %,d members got no message within %d s: does the worker answer '%s'?"
                                .formatted(
                                        members.stream()
                                                .filter(member -> !member.joined())
                                                .count(),
                                        members.size(),
                                        JOIN_TIMEOUT.toSeconds(),
                                        JOIN));
            }
            send(1);
            await(System.nanoTime() + PROBE_INTERVAL.toNanos());
        } while (burst.awaited() > 0);
    }

    /** Sends up to this sequence or for this long; ends early when a burst does not reach all members. */
    private void sendBursts(long endSequence, Duration time) {
        long endNs = System.nanoTime() + time.toNanos();
        while (burst.awaited() == 0 && burst.sent() < endSequence && System.nanoTime() - endNs < 0) {
            long startNs = System.nanoTime();
            send((int) Math.min(config.burst(), endSequence - burst.sent()));
            await(startNs + BURST_TIMEOUT.toNanos());
            Tally.record(toLastMember, System.nanoTime() - startNs);
        }
    }

    private void send(int messages) {
        for (int i = 0; i < messages; i++) {
            long nowNs = System.nanoTime();
            byte[] bytes = message.write(0, burst.sent(), nowNs);
            burst.sending(nowNs);
            offer(bytes);
        }
        sender.flush();
    }

    private void offer(byte[] bytes) {
        long deadlineNs = System.nanoTime() + BURST_TIMEOUT.toNanos();
        while (sender.offer(bytes, message.length()) != Offer.QUEUED) {
            if (!sender.isOpen() || System.nanoTime() - deadlineNs >= 0) {
                throw new LoadFailedException("the sender's connection takes no messages: "
                        + loop.counts().reasons());
            }
            loop.turn(deadlineNs);
        }
    }

    private void await(long deadlineNs) {
        while (burst.awaited() > 0 && System.nanoTime() - deadlineNs < 0) {
            loop.turn(deadlineNs);
        }
    }
}
