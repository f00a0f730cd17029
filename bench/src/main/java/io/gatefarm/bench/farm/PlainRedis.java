package io.gatefarm.bench.farm;

import io.gatefarm.bench.load.LoadFailedException;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Calls the few plain commands of Redis on this machine that Gatefarm itself never makes, each on a connection of its own. */
final class PlainRedis {
    private static final int TIMEOUT_MS = 10_000;

    private final int port;

    PlainRedis(int port) {
        this.port = port;
    }

    /** Bytes that the data takes. */
    long usedMemory() {
        return call("INFO memory")
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElseThrow(() -> new LoadFailedException("Redis did not say its used_memory"));
    }

    /** The reply, a text or number, to a command whose parts need no quotes. */
    String call(String command) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            var in = new DataInputStream(socket.getInputStream());
            String first = line(in);
            if (first.startsWith("-")) {
                throw new LoadFailedException("Redis refused " + command + ": " + first);
            }
            return first.startsWith("$")
                    ? new String(in.readNBytes(Integer.parseInt(first.substring(1))), StandardCharsets.UTF_8)
                    : first.substring(1);
        } catch (IOException e) {
            throw new LoadFailedException("Redis did not answer " + command + ": " + e.getMessage());
        }
    }

    private static String line(DataInputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.readByte(); c != '\n'; c = in.readByte()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
