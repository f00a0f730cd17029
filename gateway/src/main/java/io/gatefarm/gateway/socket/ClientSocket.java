package io.gatefarm.gateway.socket;

import io.gatefarm.gateway.flow.Offer;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.jspecify.annotations.Nullable;

/**
 * The socket of one client. Frames are read on the selector thread itself, which saves a thread hand-over per read, so the frame
 * handler must not block. Any thread may send, close or abort.
 */
public final class ClientSocket extends WebSocketConnection {
    private final ClientSession session;
    private final SocketHandler handler;
    private final FrameWriter writer;
    private final Callback readable = new ReadCallback();

    /** Jetty's callback of a close frame after which we still read until the client's end of stream. */
    private final AtomicReference<@Nullable Callback> lingering = new AtomicReference<>();

    private ClientSocket(
            EndPoint endPoint, Connector connector, ClientSession session, SocketHandler handler, int queueBytes) {
        super(endPoint, connector.getExecutor(), connector.getScheduler(), connector.getByteBufferPool(), session);
        this.session = session;
        this.handler = handler;
        this.writer = new FrameWriter(endPoint, queueBytes);
    }

    static ClientSocket create(
            EndPoint endPoint,
            Connector connector,
            WebSocketComponents components,
            SocketHandler handler,
            int queueBytes) {
        var session = ClientSession.create(handler, components);
        var socket = new ClientSocket(endPoint, connector, session, handler, queueBytes);
        socket.setUseInputDirectByteBuffers(true);
        session.attach(socket);
        return socket;
    }

    /** Queues an encoded frame; nothing leaves before {@link #flush}. */
    public Offer send(Outgoing frame) {
        return writer.offer(frame);
    }

    /** Takes out the frame that this one is newer than, if it still waits; true when there was one. */
    public boolean takeOutOlder(Outgoing newer) {
        return writer.takeOutOlder(newer);
    }

    /** Queues a frame for which there was no room, for the oldest ones; returns how many messages are lost with it. */
    public int sendForOldest(Outgoing frame) {
        return writer.offerForOldest(frame);
    }

    /** Bytes of what is queued for the client or being written. */
    public int queuedBytes() {
        return writer.heldBytes();
    }

    /** Sends what is queued, in one write or few. */
    public void flush() {
        writer.flush();
    }

    /** Sends a ping ahead of what is queued. */
    public Offer sendPing() {
        Offer offer = writer.offerPing(Outgoing.control(WireFrame.ping()));
        writer.flush();
        return offer;
    }

    /** Answers a ping, ahead of what is queued; FULL leaves the answer out. */
    public Offer sendPong(ByteBuffer payload) {
        Offer offer = writer.offerFirst(Outgoing.control(WireFrame.pong(payload)));
        writer.flush();
        return offer;
    }

    /** Throws away what is queued. */
    public void dropQueued() {
        writer.drop();
    }

    /** Starts the closing handshake, after what is queued. The caller bounds its time with {@link #abort}. */
    public void close(int code, String reason) {
        session.close(code, reason, Callback.NOOP);
    }

    /** Cuts the connection. */
    public void abort() {
        session.abort();
    }

    @Override
    public void fillInterested() {
        // "try": while lingering, reading may have been asked for already
        tryFillInterested(readable);
    }

    /** Jetty itself sends close frames only, in answer to the client's or because of a protocol error. */
    @Override
    public void enqueueFrame(OutgoingEntry entry) {
        var frame = entry.getFrame();
        if (frame.getOpCode() != OpCode.CLOSE) {
            entry.getCallback()
                    .failed(new IllegalStateException("not a close frame: " + OpCode.name(frame.getOpCode())));
            return;
        }
        handler.onClosing();
        boolean abnormal = CloseStatus.getCloseStatus(frame).isAbnormal();
        Callback sent = entry.getCallback();
        Callback written = abnormal ? Callback.from(() -> linger(sent), sent::failed) : sent;
        writer.close(Outgoing.control(WireFrame.close(frame.getPayload())), written);
    }

    /**
     * After a close frame that ends the connection at once: reads on and discards until the client has closed, too. Closing a
     * socket with bytes unread makes the kernel send a reset, which can overtake the close frame.
     */
    private void linger(Callback sent) {
        lingering.set(sent);
        getEndPoint().shutdownOutput();
        cancelDemand();
        getExecutor().execute(this);
    }

    void endLinger() {
        Callback sent = lingering.getAndSet(null);
        if (sent != null) {
            sent.succeeded();
        }
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        writer.fail(cause == null ? new ClosedChannelException() : cause);
        endLinger();
    }

    private final class ReadCallback implements Callback {
        @Override
        public void succeeded() {
            onFillable();
        }

        @Override
        public void failed(Throwable cause) {
            onFillInterestedFailed(cause);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
