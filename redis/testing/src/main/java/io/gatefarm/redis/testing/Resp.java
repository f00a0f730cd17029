package io.gatefarm.redis.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plain Redis commands beside the code under test: one connection per command, replies as String, Long, List or null. */
public final class Resp {
    private static final int TIMEOUT_MS = 10_000;

    private final URI uri;

    public Resp(String redisUri) {
        this.uri = URI.create(redisUri);
    }

    /** The reply as text, "null" for nil. */
    public String text(String... command) {
        return String.valueOf(call(command));
    }

    /** @throws UncheckedIOException when Redis answers with an error, which is its message */
    public @Nullable Object call(String... command) {
        try (var socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 6379 : uri.getPort()), TIMEOUT_MS);
            var in = new BufferedInputStream(socket.getInputStream());
            if (uri.getUserInfo() != null) {
                String[] user = uri.getUserInfo().split(":", 2);
                send(socket, user[0].isEmpty() ? List.of("AUTH", user[1]) : List.of("AUTH", user[0], user[1]));
                reply(in);
            }
            send(socket, List.of(command));
            return reply(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(Socket socket, List<String> words) throws IOException {
        var out = new ByteArrayOutputStream();
        out.writeBytes(("*" + words.size() + "\r\n").getBytes(UTF_8));
        for (String word : words) {
            byte[] bytes = word.getBytes(UTF_8);
            out.writeBytes(("$" + bytes.length + "\r\n").getBytes(UTF_8));
            out.writeBytes(bytes);
            out.writeBytes("\r\n".getBytes(UTF_8));
        }
        socket.getOutputStream().write(out.toByteArray());
    }

    private static @Nullable Object reply(InputStream in) throws IOException {
        String line = line(in);
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> rest;
            case ':' -> Long.valueOf(rest);
            case '$' -> bulk(in, Integer.parseInt(rest));
            case '*' -> list(in, Integer.parseInt(rest));
            default -> throw new IOException(line);
        };
    }

    private static @Nullable String bulk(InputStream in, int length) throws IOException {
        if (length < 0) {
            return null;
        }
        String text = new String(in.readNBytes(length), UTF_8);
        in.skipNBytes(2);
        return text;
    }

    private static List<@Nullable Object> list(InputStream in, int length) throws IOException {
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            items.add(reply(in));
        }
        return items;
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.write(b);
        }
        return line.toString(UTF_8).stripTrailing();
    }
}
