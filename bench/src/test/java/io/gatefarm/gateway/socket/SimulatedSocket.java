package io.gatefarm.gateway.socket;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.jspecify.annotations.Nullable;

/**
 * A client's end of a WebSocket without a network: the gateway's whole socket code runs on it, on the calling thread. What the
 * gateway writes is taken at once and thrown away. Owned by one thread.
 */
public final class SimulatedSocket {
    private static final WebSocketComponents COMPONENTS = new WebSocketComponents();
    private static final LocalConnector CONNECTOR = new LocalConnector(
            new Server(), Runnable::run, new ScheduledExecutorScheduler(), ByteBufferPool.NON_POOLING, 1);
    private static final int QUEUE_BYTES = 1 << 20;

    private final ArrayDeque<ByteBuffer> input = new ArrayDeque<>();
    private final ClientSocket socket;
    private @Nullable Callback reader;
    private @Nullable Connection connection;
    private boolean ended;
    private boolean closed;
    private boolean closeAsked;

    public SimulatedSocket(SocketHandler handler) {
        var endPoint = (EndPoint) Proxy.newProxyInstance(
                EndPoint.class.getClassLoader(),
                new Class<?>[] {EndPoint.class},
                (proxy, method, arguments) -> answer(method.getName(), arguments));
        socket = ClientSocket.create(endPoint, CONNECTOR, COMPONENTS, handler, QUEUE_BYTES);
        connection = socket;
    }

    public ClientSocket socket() {
        return socket;
    }

    /** The handshake is done. */
    public void open() {
        socket.onOpen();
    }

    private @Nullable Object answer(String method, Object @Nullable [] arguments) {
        Object[] given = arguments == null ? new Object[0] : arguments;
        return switch (method) {
            case "fill" -> fill((ByteBuffer) given[0]);
            case "fillInterested" -> {
                wait((Callback) given[0]);
                yield null;
            }
            case "tryFillInterested" -> wait((Callback) given[0]);
            case "isFillInterested" -> reader != null;
            case "write" -> {
                // (last, callback, buffers), or without last
                Callback callback = (Callback) (given[0] instanceof Callback ? given[0] : given[1]);
                look(given[given.length - 1]);
                if (closed) {
                    callback.failed(new java.nio.channels.ClosedChannelException());
                } else {
                    callback.succeeded();
                }
                yield null;
            }
            case "close" -> {
                end();
                yield null;
            }
            case "isOpen" -> !closed;
            case "isOutputShutdown", "isInputShutdown" -> closed;
            case "getConnection" -> connection;
            case "setConnection" -> {
                connection = (Connection) given[0];
                yield null;
            }
            case "getLocalSocketAddress", "getRemoteSocketAddress", "getLocalAddress", "getRemoteAddress" ->
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
            case "getIdleTimeout", "getCreatedTimeStamp" -> 0L;
            case "hashCode" -> System.identityHashCode(this);
            case "equals" -> false;
            case "toString" -> "simulated socket";
            default -> null;
        };
    }

    /** Notices a close frame, which comes alone or last, whole frames after whole frames. */
    private void look(Object written) {
        for (ByteBuffer buffer : (ByteBuffer[]) written) {
            for (int at = buffer.position(); at < buffer.limit(); ) {
                int first = buffer.get(at) & 0xff;
                int length = buffer.get(at + 1) & 0x7f;
                closeAsked |= first == 0x88;
                at += length < 126 ? 2 + length : buffer.limit(); // no simulated message is as long
            }
        }
    }

    /** True when the gateway has sent a close frame. */
    public boolean isCloseAsked() {
        return closeAsked;
    }

    private int fill(ByteBuffer buffer) {
        if (ended && input.isEmpty() || closed) {
            return -1;
        }
        ByteBuffer next = input.poll();
        if (next == null) {
            return 0;
        }
        int length = next.remaining();
        BufferUtil.append(buffer, next);
        return length;
    }

    private boolean wait(Callback callback) {
        if (reader != null) {
            return false;
        }
        reader = callback;
        return true;
    }

    private void end() {
        if (!closed) {
            closed = true;
            Connection ending = connection;
            if (ending != null) {
                ending.onClose(null);
            }
            Callback waiting = reader;
            reader = null;
            if (waiting != null) {
                waiting.failed(new java.nio.channels.ClosedChannelException());
            }
        }
    }

    /** True when the gateway has closed the socket. */
    public boolean isClosed() {
        return closed;
    }

    /** A text message of less than 126 bytes comes from the client. */
    public void message(String text) {
        byte[] payload = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        feed(0x81, payload);
    }

    /** The client closes with 1000. */
    public void close() {
        feed(0x88, new byte[] {0x03, (byte) 0xe8});
    }

    private void feed(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(6 + payload.length);
        frame.put((byte) first).put((byte) (0x80 | payload.length)).putInt(0).put(payload); // masked with zeros
        input.add(frame.flip());
        readable();
    }

    /** The client's host is gone, as the kernel tells in the end. */
    public void cut() {
        ended = true;
        readable();
    }

    private void readable() {
        Callback waiting = reader;
        reader = null;
        if (waiting != null) {
            waiting.succeeded();
        }
    }
}
