package io.gatefarm.bench.socket;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One WebSocket connection, from connect to close. Owned by its {@link LoadLoop}'s thread.
 *
 * <p>Between two turns it holds only the bytes that could not be used yet: of an incomplete frame, and of frames the socket
 * did not take.
 */
public final class ClientConnection {
    /** What became of an offered message. */
    public enum Offer {
        /** It goes out with the next flush. */
        QUEUED,
        /** The socket takes no more now: {@link ConnectionListener#onWritable} tells when it does. */
        FULL,
        /** It was thrown away. */
        CLOSED
    }

    private enum State {
        CONNECTING,
        UPGRADING,
        OPEN,
        CLOSING,
        CLOSED
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Handshake handshake;
    private final LoopBuffers buffers;
    private final ConnectionCounts counts;
    private final MessageParts parts = new MessageParts();
    private ConnectionListener listener = ConnectionListener.SILENT;
    private State state = State.CONNECTING;
    private ByteBuffer unread = NOTHING;
    private ByteBuffer unwritten = NOTHING;
    private long connectNs;
    private String endReason = "";

    ClientConnection(SelectionKey key, Handshake handshake, LoopBuffers buffers, ConnectionCounts counts) {
        this.channel = (SocketChannel) key.channel();
        this.key = key;
        this.handshake = handshake;
        this.buffers = buffers;
        this.counts = counts;
        counts.began();
    }

    /** Who hears of this connection from now on; messages that arrive before are thrown away. */
    public void listen(ConnectionListener newListener) {
        listener = newListener;
    }

    /** Whether the handshake was done and nobody has begun to close. */
    public boolean isOpen() {
        return state == State.OPEN;
    }

    /** Why it ended, such as {@code closed by the peer with 4000}; "" until then. */
    public String endReason() {
        return endReason;
    }

    /** Nanoseconds from connect to the end of the handshake; meaningful only once open. */
    public long connectNs() {
        return connectNs;
    }

    /**
     * Queues one text message. It goes out by itself at the end of a listener's call; elsewhere {@link #flush} must follow
     * before another connection's turn.
     */
    public Offer offer(byte[] payload, int length) {
        if (buffers.out().remaining() < FrameWriter.maxFrameBytes(length)) {
            flush();
        }
        if (state != State.OPEN) {
            return Offer.CLOSED;
        }
        if (unwritten.hasRemaining()) {
            return Offer.FULL;
        }
        FrameWriter.write(buffers.out(), Opcode.TEXT, payload, length);
        return Offer.QUEUED;
    }

    /** Gives what was queued to the socket. */
    public void flush() {
        try {
            write();
        } catch (IOException e) {
            ended(e.toString());
        }
    }

    /** Begins the closing handshake with code 1000. */
    public void close() {
        if (state == State.OPEN) {
            control(Opcode.CLOSE, new byte[] {1000 >> 8, (byte) 1000}, 2);
            state = State.CLOSING;
            flush();
        }
    }

    /** Gives up at once, without a close frame. */
    public void abort() {
        ended("given up");
    }

    /** Begins to connect. */
    void connect(Target target) {
        connectNs = -System.nanoTime();
        try {
            if (channel.connect(target.address())) {
                upgrade();
            }
        } catch (IOException e) {
            ended(e.toString());
        }
    }

    /** Does what the socket is ready for. Nothing is thrown: what goes wrong here ends this connection only. */
    void ready(int readyOps) {
        try {
            if (state == State.CONNECTING) {
                if (channel.finishConnect()) {
                    upgrade();
                }
                return;
            }
            if ((readyOps & SelectionKey.OP_WRITE) != 0) {
                writeRest();
            }
            if ((readyOps & SelectionKey.OP_READ) != 0) {
                read();
            }
            write();
        } catch (IOException | RuntimeException e) {
            ended(e.toString());
        }
    }

    /** Closes the socket at once. */
    void ended(String reason) {
        if (state == State.CLOSED) {
            return;
        }
        State before = state;
        state = State.CLOSED;
        endReason = reason;
        buffers.out().clear();
        unread = NOTHING;
        unwritten = NOTHING;
        try {
            channel.close();
        } catch (IOException ignored) {
            // the reason that counts is the first one
        }
        switch (before) {
            case CONNECTING, UPGRADING -> counts.failedToOpen(reason);
            case OPEN -> counts.closedUnasked(reason);
            case CLOSING, CLOSED -> counts.closedAsAsked();
        }
        listener.onClosed(this);
    }

    private void upgrade() throws IOException {
        state = State.UPGRADING;
        key.interestOps(SelectionKey.OP_READ);
        handshake.writeRequest(buffers.out());
        write();
    }

    private void read() throws IOException {
        ByteBuffer in = buffers.in().clear().put(unread);
        unread = NOTHING;
        if (channel.read(in) < 0) {
            throw new EOFException("closed by the peer without a close frame");
        }
        long nowNs = System.nanoTime();
        in.flip();
        if (state == State.UPGRADING && handshake.readResponse(in)) {
            state = State.OPEN;
            connectNs += nowNs;
            counts.opened();
        }
        while (state != State.UPGRADING
                && state != State.CLOSED
                && buffers.frames().next(in) == FrameReader.Outcome.FRAME) {
            frame(in, nowNs);
        }
        if (in.hasRemaining() && state != State.CLOSED) {
            unread = copy(in);
        }
    }

    private void frame(ByteBuffer in, long nowNs) throws IOException {
        FrameReader frame = buffers.frames();
        int length = frame.payloadBytes();
        if (!Opcode.isControl(frame.opcode())) {
            data(frame, in, nowNs);
            return;
        }
        in.get(buffers.message(), 0, length);
        switch (frame.opcode()) {
            case Opcode.PING -> control(Opcode.PONG, buffers.message(), length);
            case Opcode.PONG -> {}
            case Opcode.CLOSE -> closedByPeer(length);
            default -> throw new ProtocolException("unknown frame type " + frame.opcode());
        }
    }

    private void data(FrameReader frame, ByteBuffer in, long nowNs) throws ProtocolException {
        int opcode = frame.opcode();
        int length = frame.payloadBytes();
        if (frame.last() && !parts.open() && opcode != Opcode.CONTINUATION) {
            in.get(buffers.message(), 0, length);
        } else {
            parts.add(opcode, in, length, LoopBuffers.MAX_MESSAGE);
            if (!frame.last()) {
                return;
            }
            opcode = parts.opcode();
            length = parts.drainTo(buffers.message());
        }
        if (opcode > Opcode.BINARY) {
            throw new ProtocolException("unknown frame type " + opcode);
        }
        listener.onMessage(this, opcode == Opcode.TEXT, buffers.message(), length, nowNs);
    }

    private void closedByPeer(int length) throws IOException {
        byte[] payload = buffers.message();
        int code = length < 2 ? 1005 : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        if (state == State.CLOSING) {
            return; // the server ends the TCP connection: else 18,000 of our ports would be in TIME_WAIT for the next
            // run
        }
        control(Opcode.CLOSE, payload, Math.min(length, 2));
        write();
        ended("closed by the peer with " + code);
    }

    /** Control frames may not be refused: they queue up behind what the socket did not take. */
    private void control(int opcode, byte[] payload, int length) {
        if (buffers.out().remaining() < FrameWriter.maxFrameBytes(length)) {
            flush();
        }
        if (state == State.CLOSED) {
            return;
        }
        if (!unwritten.hasRemaining()) {
            FrameWriter.write(buffers.out(), opcode, payload, length);
            return;
        }
        ByteBuffer longer = ByteBuffer.allocate(unwritten.remaining() + FrameWriter.maxFrameBytes(length));
        longer.put(unwritten);
        FrameWriter.write(longer, opcode, payload, length);
        unwritten = longer.flip();
    }

    private void write() throws IOException {
        ByteBuffer out = buffers.out();
        if (out.position() == 0) {
            return;
        }
        out.flip();
        channel.write(out);
        if (out.hasRemaining()) {
            unwritten = copy(out);
            key.interestOpsOr(SelectionKey.OP_WRITE);
        }
        out.clear();
    }

    private void writeRest() throws IOException {
        channel.write(unwritten);
        if (!unwritten.hasRemaining()) {
            unwritten = NOTHING;
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
            listener.onWritable(this, System.nanoTime());
        }
    }

    private static ByteBuffer copy(ByteBuffer rest) {
        return ByteBuffer.allocate(rest.remaining()).put(rest).flip();
    }
}
