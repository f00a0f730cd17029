package io.gatefarm.bench.faults.farm;

import io.gatefarm.bench.load.LoadFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * A way between one process and Redis that can be cut, delayed or made deaf, and led elsewhere. Any thread may call any method; two
 * virtual threads serve each connection.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int BUFFER = 64 << 10;
    private static final long LOOK_NS = 2_000_000;

    private final ServerSocket listener;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile boolean refusing;
    private volatile long delayNs;

    private TcpProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /** Listens on a free port of 127.0.0.1 and leads to another one. */
    public static TcpProxy start(int target) {
        try {
            var proxy = new TcpProxy(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()), target);
            Thread.ofVirtual().name("proxy").start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new LoadFailedException("no proxy: " + e.getMessage());
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Leads new connections to another port and resets those there are. */
    public void leadTo(int port) {
        target = port;
        links.forEach(Link::close);
    }

    /** Resets every connection and refuses new ones, until {@link #open}. */
    public void cut() {
        refusing = true;
        links.forEach(Link::close);
    }

    /** The connections that there are pass nothing on any more but stay open, as when a peer has gone without a word. */
    public void freeze() {
        links.forEach(link -> link.frozen = true);
    }

    /** The same for those only on which the process has subscribed. */
    public void freezeSubscribers() {
        links.stream().filter(link -> link.subscribes).forEach(link -> link.frozen = true);
    }

    /** Resets the frozen connections, as the kernel does when nothing was acknowledged for long. */
    public void resetFrozen() {
        links.stream().filter(link -> link.frozen).forEach(Link::close);
    }

    /** Everything takes so much longer, in each direction. */
    public void delay(Duration time) {
        delayNs = time.toNanos();
    }

    /** Takes connections again and hurries again. */
    public void open() {
        refusing = false;
        delayNs = 0;
        resetFrozen();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                serve(listener.accept());
            } catch (IOException e) {
                // closed, or this one connection was not to be
            }
        }
    }

    private void serve(Socket near) throws IOException {
        near.setSoLinger(true, 0); // a close resets
        if (refusing) {
            near.close();
            return;
        }
        Socket far;
        try {
            far = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            near.close();
            return;
        }
        far.setSoLinger(true, 0);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        var link = new Link(near, far);
        links.add(link);
        Thread.ofVirtual().start(() -> pump(link, near, far, link::look));
        Thread.ofVirtual().start(() -> pump(link, far, near, bytes -> true));
    }

    private void pump(Link link, Socket from, Socket to, Predicate<String> eye) {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = from.getInputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!link.subscribes) {
                    var unused = eye.test(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                }
                while (link.frozen && !from.isClosed()) {
                    LockSupport.parkNanos(LOOK_NS);
                }
                if (delayNs > 0) {
                    LockSupport.parkNanos(delayNs);
                }
                to.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException e) {
            // reset by either end, or by us
        } finally {
            link.close();
            links.remove(link);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new LoadFailedException("proxy did not close: " + e.getMessage());
        } finally {
            links.forEach(Link::close);
        }
    }

    /** One connection of a process and the one that continues it. */
    private static final class Link {
        final Socket near;
        final Socket far;
        volatile boolean frozen;
        volatile boolean subscribes;

        Link(Socket near, Socket far) {
            this.near = near;
            this.far = far;
        }

        boolean look(String bytes) {
            subscribes = bytes.contains("SUBSCRIBE");
            return subscribes;
        }

        void close() {
            for (Socket socket : new Socket[] {near, far}) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // it is gone either way
                }
            }
        }
    }
}
