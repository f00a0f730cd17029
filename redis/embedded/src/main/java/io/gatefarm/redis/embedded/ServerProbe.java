package io.gatefarm.redis.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;

/** Asks a port on 127.0.0.1 whether a certain server answers there, in plain RESP over a connection of its own. */
final class ServerProbe {
    private static final int TIMEOUT_MS = 500;
    private static final byte[] QUESTION = "PING\r\nINFO server\r\n".getBytes(US_ASCII);

    private ServerProbe() {}

    /**
     * Whether the server with this pid answers PING. Another Redis on the same port does not count: ours is then about
     * to end for want of that port.
     */
    static boolean answers(int port, long pid) {
        try (var socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.connect(LocalPort.address(port), TIMEOUT_MS);
            socket.getOutputStream().write(QUESTION);
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            return "+PONG".equals(reader.readLine()) && hasLine(reader, "process_id:" + pid);
        } catch (IOException e) {
            return false;
        }
    }

    /** Reads up to the wanted line or the end of the reply, an empty line after its length has been read. */
    private static boolean hasLine(BufferedReader reader, String wanted) throws IOException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.equals(wanted)) {
                return true;
            }
            if (line.isEmpty() || line.startsWith("-")) {
                return false;
            }
        }
        return false;
    }
}
