package io.gatefarm.redis.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports on 127.0.0.1, whichever loopback address this JVM prefers. */
final class LocalPort {
    private static final int FIRST = 20_000;
    private static final int LAST = 29_999;

    private LocalPort() {}

    /**
     * A port that nobody listens on just now; whether it stays so only the server's own attempt can tell.
     *
     * <p>It is below those that systems give to outgoing connections (Linux from 32768, macOS from 49152): such a one
     * might be gone when a killed server is restarted, be it to a client that in reconnecting has met itself.
     */
    static int free() {
        int port;
        do {
            port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
        } while (!isFree(port));
        return port;
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(address(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static InetSocketAddress address(int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }
}
