package io.gatefarm.bench.faults.farm;

import io.gatefarm.bench.load.LoadFailedException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Talks to a Redis on this machine past every proxy, each command on a connection of its own. Any thread may call it; it waits 5 s at
 * most.
 */
public final class RedisConsole {
    private static final int TIMEOUT_MS = 5_000;

    private final int port;

    public RedisConsole(int port) {
        this.port = port;
    }

    /**
     * The reply as text; "" for nil.
     *
     * @throws LoadFailedException when Redis refuses or does not answer
     */
    public String text(String... command) {
        List<String> reply = list(command);
        return reply.isEmpty() ? "" : reply.get(0);
    }

    /** The reply's elements, those of nested lists one after the other. */
    public List<String> list(String... command) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MS);
            var out = new ByteArrayOutputStream();
            out.write(("*" + command.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            for (String part : command) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                out.write(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(bytes);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            socket.getOutputStream().write(out.toByteArray());
            List<String> reply = new ArrayList<>();
            read(new DataInputStream(socket.getInputStream()), reply);
            return reply;
        } catch (IOException e) {
            throw new LoadFailedException(
                    "Redis at " + port + " did not do " + String.join(" ", command) + ": " + e.getMessage());
        }
    }

    /** A line of INFO; empty when there is none of that name. */
    public Optional<String> info(String name) {
        return text("INFO", "all")
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    private static void read(DataInputStream in, List<String> reply) throws IOException {
        String line = line(in);
        String rest = line.substring(1);
        switch (line.charAt(0)) {
            case '+', ':' -> reply.add(rest);
            case '$' -> {
                int length = Integer.parseInt(rest);
                if (length >= 0) {
                    reply.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
                    in.skipNBytes(2);
                } else {
                    reply.add("");
                }
            }
            case '*' -> {
                for (int i = Integer.parseInt(rest); i > 0; i--) {
                    read(in, reply);
                }
            }
            default -> throw new IOException(line);
        }
    }

    private static String line(DataInputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
