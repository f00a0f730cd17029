package io.gatefarm.bench.faults.load;

import io.gatefarm.bench.faults.account.SentConnection;
import io.gatefarm.bench.socket.ClientConnection;
import io.gatefarm.bench.socket.ConnectionListener;
import io.gatefarm.bench.socket.LoadLoop;
import io.gatefarm.bench.socket.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One browser: connects, sends numbered messages, and connects again a moment after it was closed. Owned by the load's thread. */
final class NumberedClient implements ConnectionListener {
    private static final long HANDSHAKE_NS = 3_000_000_000L;
    private static final long MIN_PAUSE_NS = 50_000_000;
    private static final long MAX_PAUSE_NS = 250_000_000;

    private final String name;
    private final long intervalNs;
    private final String padding;
    private final RandomGenerator random;
    private final Queue<String> toSay = new ConcurrentLinkedQueue<>();
    private final List<SentConnection> connections = new ArrayList<>();
    private @Nullable ClientConnection connection;
    private SentConnection record = new SentConnection("none");
    private long dialedNs;
    private long nextDialNs;
    private long nextSendNs;
    private boolean opened;
    private volatile long echoedSentNs;
    private volatile boolean isOpen;

    /** @param intervalNs from message to message; 0 never sends */
    NumberedClient(String name, long intervalNs, String padding, long nowNs, RandomGenerator random) {
        this.name = name;
        this.intervalNs = intervalNs;
        this.padding = padding;
        this.random = random;
        this.nextDialNs = nowNs;
    }

    /** Any thread: the next message says this. */
    void say(String what) {
        toSay.add(what);
    }

    /** Any thread: when the latest message was sent whose echo came. */
    long echoedSentNs() {
        return echoedSentNs;
    }

    /** Any thread. */
    boolean isOpen() {
        return isOpen;
    }

    List<SentConnection> connections() {
        synchronized (connections) {
            return List.copyOf(connections);
        }
    }

    /** Does what is due. */
    void act(LoadLoop loop, List<Target> targets, long nowNs, boolean sending) {
        ClientConnection now = connection;
        if (now == null) {
            if (nowNs - nextDialNs >= 0 && !targets.isEmpty()) {
                dial(loop, targets, nowNs);
            }
        } else if (!now.endReason().isEmpty()) {
            onClosed(now); // it ended before anybody listened
        } else if (!opened && now.isOpen()) {
            opened = true;
            isOpen = true;
            record.opened(nowNs);
            nextSendNs = nowNs + random.nextLong(Math.max(1, intervalNs));
        } else if (!opened && nowNs - dialedNs > HANDSHAKE_NS) {
            now.abort();
        } else if (opened && sending && intervalNs > 0) {
            send(now, nowNs);
        }
    }

    private void dial(LoadLoop loop, List<Target> targets, long nowNs) {
        Target to = targets.get(random.nextInt(targets.size()));
        String connectionName = name + "." + connections.size();
        record = new SentConnection(connectionName);
        synchronized (connections) {
            connections.add(record);
        }
        opened = false;
        dialedNs = nowNs;
        ClientConnection dialed = loop.connect(new Target(to.address(), to.authority(), "/?" + connectionName));
        dialed.listen(this);
        connection = dialed;
    }

    private void send(ClientConnection to, long nowNs) {
        while (nowNs - nextSendNs >= 0 && to.isOpen()) {
            String what = toSay.peek();
            byte[] message = (record.name() + " " + record.sent() + " " + (what == null ? "-" : what) + " " + padding)
                    .getBytes(StandardCharsets.US_ASCII);
            if (to.offer(message, message.length) != ClientConnection.Offer.QUEUED) {
                nextSendNs = nowNs + intervalNs; // what could not be sent is not caught up with
                return;
            }
            record.sent(nowNs);
            if (what != null) {
                toSay.remove();
            }
            to.flush();
            nextSendNs += intervalNs;
        }
    }

    /** Ends the connection as a browser does that leaves the page. */
    void leave() {
        if (connection != null) {
            record.asked();
        }
    }

    @Override
    public void onMessage(ClientConnection from, boolean text, byte[] bytes, int length, long nowNs) {
        String[] parts = new String(bytes, 0, length, StandardCharsets.US_ASCII).split(" ", 3);
        if (parts.length == 3 && parts[0].equals(record.name())) {
            echoedSentNs = record.sentNs(Integer.parseInt(parts[1]));
        }
    }

    @Override
    public void onClosed(ClientConnection from) {
        if (from == connection) {
            long nowNs = System.nanoTime();
            record.ended(nowNs, from.endReason());
            connection = null;
            isOpen = false;
            nextDialNs = nowNs + random.nextLong(MIN_PAUSE_NS, MAX_PAUSE_NS);
        }
    }
}
