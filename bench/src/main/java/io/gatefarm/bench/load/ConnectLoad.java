package io.gatefarm.bench.load;

import io.gatefarm.bench.report.Usage;
import io.gatefarm.bench.report.UsageMeter;
import io.gatefarm.bench.socket.ClientConnection;
import io.gatefarm.bench.socket.LoadLoop;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import org.HdrHistogram.Histogram;

/** Opens connections and holds them. Runs once, on its caller's thread. */
public final class ConnectLoad {
    private ConnectLoad() {}

    /**
     * Runs one load.
     *
     * @param onHold told how many are open when the holding begins
     */
    public static ConnectResult run(ConnectConfig config, IntConsumer onHold) {
        UsageMeter meter = new UsageMeter(config.pids());
        try (LoadLoop loop = LoadLoop.open(config.target(), RandomGenerator.getDefault())) {
            meter.begin();
            long startNs = System.nanoTime();
            List<ClientConnection> open =
                    new Dialer(loop).dial(config.connections(), config.rate(), config.dialTimeout());
            long dialNs = System.nanoTime() - startNs;
            Usage usage = meter.end();
            onHold.accept(open.size());
            hold(loop, System.nanoTime() + config.hold().toNanos());
            return new ConnectResult(open.size(), dialNs, latencyOf(open), loop.counts(), usage);
        }
    }

    private static void hold(LoadLoop loop, long untilNs) {
        while (System.nanoTime() - untilNs < 0) {
            loop.turn(untilNs);
        }
    }

    private static Histogram latencyOf(List<ClientConnection> connections) {
        Histogram latency = Tally.histogram();
        connections.forEach(connection -> Tally.record(latency, connection.connectNs()));
        return latency;
    }
}
