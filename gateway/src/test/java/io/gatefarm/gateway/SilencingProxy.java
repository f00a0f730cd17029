package io.gatefarm.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a gateway and Redis; can make subscriptions go deaf while their connections look alive. */
final class SilencingProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final int redisPort;
    private final List<Way> ways = new CopyOnWriteArrayList<>();

    SilencingProxy(int redisPort) throws IOException {
        this.redisPort = redisPort;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String uri() {
        return "redis://127.0.0.1:" + listening.getLocalPort();
    }

    /** From now on nothing comes on the subscriptions there are; later ones work. */
    void silenceSubscriptions() {
        ways.stream().filter(way -> way.subscribed).forEach(way -> way.silent = true);
    }

    private void accept() {
        try {
            while (true) {
                var way = new Way(listening.accept(), new Socket(InetAddress.getLoopbackAddress(), redisPort));
                ways.add(way);
                Thread.ofVirtual().start(way::toRedis);
                Thread.ofVirtual().start(way::toGateway);
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static final class Way {
        private final Socket gateway;
        private final Socket redis;
        private volatile boolean subscribed;
        private volatile boolean silent;

        Way(Socket gateway, Socket redis) {
            this.gateway = gateway;
            this.redis = redis;
        }

        void toRedis() {
            pump(gateway, redis);
        }

        void toGateway() {
            pump(redis, gateway);
        }

        private void pump(Socket from, Socket to) {
            byte[] buffer = new byte[1 << 16];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    subscribed |= from == gateway
                            && new String(buffer, 0, n, StandardCharsets.ISO_8859_1).contains("SUBSCRIBE");
                    if (!silent || from == gateway) {
                        out.write(buffer, 0, n);
                    }
                }
            } catch (IOException e) {
                // the other side has closed
            } finally {
                close();
            }
        }

        private void close() {
            try (gateway;
                    redis) {
                silent = true;
            } catch (IOException e) {
                // closed
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        ways.forEach(Way::close);
    }
}
