package io.gatefarm.bench.socket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The connections to one target and the selector that serves them. Owned by the thread that opened it: that thread calls
 * {@link #turn} again and again, and all listeners are called in there. Any thread may call {@link #wakeIfAsleep}.
 */
public final class LoadLoop implements AutoCloseable {
    private static final long MAX_WAIT_MS = 100;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    /**
     * Few of the 28,000 ports an address has: the kernel searches them one by one, and those of connections that ended
     * less than a minute ago are taken too. Measured with 18,000 from one address: 0.3 ms of CPU for each connect and
     * 2,800 a second; so spread 0.1 ms and 7,800 a second.
     */
    private static final int CONNECTIONS_PER_SOURCE = 4_000;

    private final Target target;
    private final RandomGenerator random;
    private final Handshake handshake;
    private final Selector selector;
    private final LoopBuffers buffers = new LoopBuffers();
    private final ConnectionCounts counts = new ConnectionCounts();
    private int begun;
    private volatile boolean asleep;

    private LoadLoop(Target target, Selector selector, RandomGenerator random) {
        this.target = target;
        this.selector = selector;
        this.random = random;
        this.handshake = new Handshake(target, random);
    }

    /** A loop without connections. {@code random} makes the handshake's key. */
    public static LoadLoop open(Target target, RandomGenerator random) {
        try {
            return new LoadLoop(target, Selector.open(), random);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ConnectionCounts counts() {
        return counts;
    }

    /** Begins one connection; {@link #counts} tells what becomes of it. */
    public ClientConnection connect() {
        return connect(target, handshake);
    }

    /** The same to another target than the loop's own. */
    public ClientConnection connect(Target other) {
        return connect(other, new Handshake(other, random));
    }

    private ClientConnection connect(Target to, Handshake withHandshake) {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            bindSource(channel, to);
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            ClientConnection connection = new ClientConnection(key, withHandshake, buffers, counts);
            key.attach(connection);
            connection.connect(to);
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a socket, " + counts.open() + " are open", e);
        }
    }

    /**
     * Waits for sockets until one is ready, another thread wakes the loop or the time has come, but 100 ms at most; then
     * serves those that are ready. The wait is in whole milliseconds and so may end 1 ms late: for more precision let a
     * {@link Metronome} wake the loop.
     *
     * @param untilNs as {@link System#nanoTime}
     */
    public void turn(long untilNs) {
        asleep = true;
        long waitNs = untilNs - System.nanoTime();
        try {
            if (waitNs <= 0) {
                selector.selectNow(LoadLoop::serve);
            } else {
                selector.select(LoadLoop::serve, Math.min(waitNs / 1_000_000 + 1, MAX_WAIT_MS));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            asleep = false;
        }
    }

    /** Ends a {@link #turn}'s wait; any thread may call it. Does nothing, at no cost, while the loop is at work. */
    public void wakeIfAsleep() {
        if (asleep) {
            selector.wakeup();
        }
    }

    /** Closes all connections: first with a close frame, after 3 s without. */
    @Override
    public void close() {
        for (ClientConnection connection : connections()) {
            connection.close();
        }
        long deadlineNs = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        while (counts.open() > 0 && System.nanoTime() - deadlineNs < 0) {
            turn(deadlineNs);
        }
        for (ClientConnection connection : connections()) {
            connection.ended("closed at the end");
        }
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connections beyond the first thousands come from 127.0.0.2 and so on; on macOS those must be configured first. */
    private void bindSource(SocketChannel channel, Target to) throws IOException {
        int source = 1 + begun++ / CONNECTIONS_PER_SOURCE;
        if (source > 1 && to.address().getAddress() instanceof Inet4Address) {
            byte[] address = {127, 0, 0, (byte) source};
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(address), 0));
        }
    }

    private List<ClientConnection> connections() {
        return selector.keys().stream().map(LoadLoop::connectionOf).toList();
    }

    private static void serve(SelectionKey key) {
        connectionOf(key).ready(key.readyOps());
    }

    private static ClientConnection connectionOf(SelectionKey key) {
        return (ClientConnection) Objects.requireNonNull(key.attachment());
    }
}
