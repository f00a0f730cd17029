package io.gatefarm.bench.load;

import io.gatefarm.bench.load.Schedule.ClosedLoop;
import io.gatefarm.bench.load.Schedule.OpenLoop;
import io.gatefarm.bench.report.Usage;
import io.gatefarm.bench.report.UsageMeter;
import io.gatefarm.bench.socket.ClientConnection;
import io.gatefarm.bench.socket.LoadLoop;
import io.gatefarm.bench.socket.Metronome;
import java.time.Duration;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Messages to a server that sends each one back. Runs once, on its caller's thread: dial, warm up, measure, wait for the
 * last replies, close.
 */
public final class EchoLoad {
    /** How long messages may take that are under way at the end. */
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private static final long TO_BEGIN_NS = 10_000_000;

    private final LoadLoop loop;
    private final Schedule schedule;
    private final Window window;
    private final Tally tally;
    private final List<EchoClient> clients;
    private final UsageMeter meter;
    private long released;

    private EchoLoad(EchoConfig config, LoadLoop loop) {
        this.loop = loop;
        this.meter = new UsageMeter(config.pids());
        List<ClientConnection> connections = new Dialer(loop).dialAll(config.connections());
        window = Window.from(System.nanoTime() + TO_BEGIN_NS, config.warmup(), config.measured());
        schedule = schedule(config, window);
        tally = new Tally(window, schedule instanceof OpenLoop open ? open.messages() : 0);
        CheckedMessage message = new CheckedMessage("", config.messageBytes());
        clients = IntStream.range(0, connections.size())
                .mapToObj(i -> new EchoClient(connections.get(i), i, schedule, message, tally))
                .toList();
        for (int i = 0; i < clients.size(); i++) {
            connections.get(i).listen(clients.get(i));
        }
    }

    /**
     * Runs one load.
     *
     * @throws LoadFailedException when not all connections open
     */
    public static EchoResult run(EchoConfig config) {
        try (LoadLoop loop = LoadLoop.open(config.target(), RandomGenerator.getDefault())) {
            return new EchoLoad(config, loop).run();
        }
    }

    private static Schedule schedule(EchoConfig config, Window window) {
        return config.rate().isPresent()
                ? new OpenLoop(config.connections(), config.rate().getAsDouble(), window)
                : new ClosedLoop(config.connections(), config.inFlight(), window);
    }

    private EchoResult run() {
        return switch (schedule) {
            case ClosedLoop closed -> measure(this::releaseAll);
            case OpenLoop open -> {
                try (Metronome metronome = new Metronome(loop, window.startNs(), (long) open.intervalNs())) {
                    metronome.start();
                    yield measure(nowNs -> releaseDue(open, nowNs));
                }
            }
        };
    }

    /** @param release sends what no reply sets off; gets the time and returns when it wants to be called again */
    private EchoResult measure(LongUnaryOperator release) {
        turnUntil(window.fromNs(), release);
        meter.begin();
        turnUntil(window.toNs(), release);
        Usage usage = meter.end();
        drain();
        return new EchoResult(tally.counted(), loop.counts(), usage);
    }

    private void turnUntil(long endNs, LongUnaryOperator release) {
        for (long nowNs = System.nanoTime(); nowNs - endNs < 0; nowNs = System.nanoTime()) {
            long nextNs = release.applyAsLong(nowNs);
            loop.turn(nextNs - endNs < 0 ? nextNs : endNs);
        }
    }

    private void drain() {
        long deadlineNs = System.nanoTime() + DRAIN.toNanos();
        while (tally.underWay() > 0 && loop.counts().open() > 0 && System.nanoTime() - deadlineNs < 0) {
            loop.turn(deadlineNs);
        }
    }

    /** Closed loop: each connection is set going once, replies do the rest. */
    private long releaseAll(long nowNs) {
        for (; released < clients.size(); released++) {
            clients.get((int) released).sendDueAndFlush(nowNs);
        }
        return window.toNs();
    }

    private long releaseDue(OpenLoop open, long nowNs) {
        for (long due = open.due(nowNs); released < due; released++) {
            clients.get((int) (released % clients.size())).sendDueAndFlush(nowNs);
        }
        return open.dueNs(released);
    }
}
