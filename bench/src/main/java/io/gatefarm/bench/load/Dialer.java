package io.gatefarm.bench.load;

import io.gatefarm.bench.socket.ClientConnection;
import io.gatefarm.bench.socket.LoadLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Opens a run's connections, so fast as asked for and with so many handshakes at a time as a listen backlog holds. */
final class Dialer {
    private static final int MAX_OPENING = 64;

    private final LoadLoop loop;
    private final List<ClientConnection> connections = new ArrayList<>();

    Dialer(LoadLoop loop) {
        this.loop = loop;
    }

    /**
     * Opens connections; returns when each is open or has failed, or when the time is over.
     *
     * @param perSecond how many begin each second at most
     * @return those that are open
     */
    List<ClientConnection> dial(int count, double perSecond, Duration timeout) {
        long startNs = System.nanoTime();
        long deadlineNs = startNs + timeout.toNanos();
        while (connections.size() < count || loop.counts().opening() > 0) {
            long nowNs = System.nanoTime();
            if (nowNs - deadlineNs >= 0) {
                break;
            }
            double due = Math.min(count, (nowNs - startNs) / 1e9 * perSecond + 1);
            while (connections.size() + 1 <= due && loop.counts().opening() < MAX_OPENING) {
                connections.add(loop.connect());
            }
            loop.turn(nowNs + 1_000_000);
        }
        return connections.stream().filter(ClientConnection::isOpen).toList();
    }

    /** As {@link #dial}, at full speed; a single failure ends the run before it began. */
    List<ClientConnection> dialAll(int count) {
        List<ClientConnection> open = dial(count, Bounds.MAX_RATE, Duration.ofSeconds(60));
        if (open.size() < count) {
            throw new LoadFailedException("only %,d of %,d connections opened: %s"
                    .formatted(open.size(), count, loop.counts().reasons()));
        }
        return open;
    }
}
