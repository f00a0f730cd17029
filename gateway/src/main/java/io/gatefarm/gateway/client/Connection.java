package io.gatefarm.gateway.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gatefarm.gateway.admission.Place;
import io.gatefarm.gateway.config.SlowClient;
import io.gatefarm.gateway.flow.Offer;
import io.gatefarm.gateway.flow.Pausable;
import io.gatefarm.gateway.socket.ClientSocket;
import io.gatefarm.gateway.socket.Outgoing;
import io.gatefarm.gateway.socket.SocketHandler;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client. Its frames come one at a time on a Jetty thread and become events in order: one open, messages, one close. While
 * the partition's log is full no frame is asked for, so that TCP stops the client. Any thread may send to it or close it; nothing
 * here blocks.
 */
public final class Connection implements SocketHandler, Pausable {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    private final String id;
    private final ConnectionContext context;
    private final ClientSocket socket;
    private final Liveness liveness;
    private final MessageAssembly assembly;

    private final ClientEvents events;

    /** Held until the open event has it. */
    private @Nullable Handshake handshake;

    /** Where it connects from, for a directory that must be told again. */
    private final String from;

    private final long sinceMs;

    /** How often uid and groups have changed, as far as the gateway was told. Written by the dispatcher's thread. */
    private volatile long version;

    /** Held until the connection has ended. */
    @GuardedBy("this")
    private @Nullable Place place;

    /** Owned by the dispatcher's thread: something was sent and not flushed. */
    private boolean unflushed;

    Connection(
            String id,
            Handshake handshake,
            ConnectionContext context,
            Place place,
            Function<SocketHandler, ClientSocket> socket) {
        this.id = id;
        this.handshake = handshake;
        this.from = handshake.remote();
        this.sinceMs = context.clock().millis();
        this.place = place;
        this.context = context;
        this.events = new ClientEvents(id, context, this);
        this.liveness = new Liveness(System.nanoTime());
        this.assembly = new MessageAssembly(context.config().maxMessageBytes());
        this.socket = socket.apply(this); // makes it; calls nothing before the handshake is answered
    }

    /** Gives up the place of a connection that has ended or never opens; again does nothing. */
    void leave() {
        Place taken;
        synchronized (this) {
            taken = place;
            place = null;
        }
        if (taken != null) {
            taken.leave();
        }
    }

    ClientSocket socket() {
        return socket;
    }

    /** The client id. */
    public String id() {
        return id;
    }

    /** The client's address and port. */
    public String from() {
        return from;
    }

    /** When it connected, milliseconds since 1970. */
    public long sinceMs() {
        return sinceMs;
    }

    /** True from its open event to its close event, in the order that workers see. */
    public boolean isOpen() {
        return events.isOpen();
    }

    /** How often the client's uid and groups have changed. Read it before them: a change writes it last. */
    public long version() {
        return version;
    }

    /** For the dispatcher's thread only. */
    public void version(long version) {
        this.version = version;
    }

    Liveness liveness() {
        return liveness;
    }

    // ---- in, on a Jetty thread

    @Override
    public void onOpen(CoreSession session, Callback callback) {
        Handshake opening = handshake;
        handshake = null;
        if (opening == null) {
            callback.failed(new IllegalStateException("opened twice: " + id));
            return;
        }
        context.connections().add(this);
        context.metrics().opened();
        Offer offer = events.opened(opening, sinceMs);
        callback.succeeded();
        proceed(offer);
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        liveness.heard(System.nanoTime());
        try {
            handle(frame);
            callback.succeeded();
        } catch (RuntimeException e) {
            context.metrics().receiverFailed();
            log.warn("frame of client {} failed", id, e);
            callback.succeeded();
            close(CloseCode.SERVER_ERROR, "frame failed");
        }
    }

    private void handle(Frame frame) {
        switch (frame.getOpCode()) {
            case OpCode.TEXT, OpCode.BINARY, OpCode.CONTINUATION -> handleData(frame);
            case OpCode.PING -> {
                // whom the policy keeps goes without an answer: RFC 6455, 5.5.3, lets one answer the last of several
                // pings only
                if (socket.sendPong(frame.getPayload()) == Offer.FULL
                        && context.config().slowClient() == SlowClient.CLOSE) {
                    closeSlow();
                }
                socket.demand();
            }
            case OpCode.PONG -> socket.demand();
            // a close: Jetty answers it and reads no further
            default -> {}
        }
    }

    private void handleData(Frame frame) {
        boolean binary = frame.getOpCode() == OpCode.BINARY;
        boolean first = frame.getOpCode() != OpCode.CONTINUATION;
        switch (assembly.add(first, binary, frame.isFin(), frame.getPayload())) {
            case PARTIAL -> socket.demand();
            case COMPLETE -> {
                var message = assembly.take();
                context.metrics().received(message.length());
                forward(message);
            }
            case TOO_LARGE ->
                close(CloseCode.TOO_LARGE, "message over " + context.config().maxMessageBytes() + " bytes");
            case NOT_UTF8 -> close(CloseCode.NOT_UTF8, "text is not UTF-8");
        }
    }

    private void forward(Message message) {
        Offer offer = events.received(message);
        if (offer == Offer.CLOSED) {
            context.metrics().discarded();
        }
        proceed(offer);
    }

    private void proceed(Offer offer) {
        events.pump();
        switch (offer) {
            case QUEUED -> socket.demand();
            case FULL -> pause();
            case CLOSED -> {
                close(CloseCode.GATEWAY_FENCED, "gateway starts over"); // unless it is being closed already
                socket.demand();
            }
        }
    }

    private void pause() {
        context.metrics().paused();
        liveness.paused(System.nanoTime());
        if (!events.isPaused()) {
            liveness.resumed(System.nanoTime()); // resumed before it was noted
        }
    }

    @Override
    public void resume() {
        if (events.unpause()) {
            liveness.resumed(System.nanoTime());
            socket.demand();
        }
    }

    @Override
    public void onClosing() {
        liveness.closing(System.nanoTime());
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        callback.succeeded(); // onClosed follows
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        Optional<CloseReason> closed = events.closed(reason(status));
        context.connections().remove(this);
        leave();
        events.pump();
        closed.ifPresent(reason -> context.metrics().closed(reason.code()));
        callback.succeeded();
    }

    private static CloseReason reason(CloseStatus status) {
        boolean frameless = status.getCode() == CloseStatus.NO_CLOSE;
        return new CloseReason(status.getCode(), frameless || status.getReason() == null ? "" : status.getReason());
    }

    // ---- out, on any thread

    /** Queues a message; it leaves with {@link #flush}. A full queue leaves out a droppable one, else the client is too slow. */
    public void send(Outgoing frame) {
        if (frame.isLatest() && socket.takeOutOlder(frame)) {
            context.metrics().replaced();
        }
        switch (socket.send(frame)) {
            case QUEUED -> context.metrics().sent(frame.length());
            case FULL -> full(frame);
            case CLOSED -> context.metrics().unsent();
        }
    }

    private void full(Outgoing frame) {
        if (frame.delivery().droppable()) {
            context.metrics().dropped();
            return;
        }
        switch (context.config().slowClient()) {
            case CLOSE -> {
                context.metrics().unsent();
                closeSlow();
            }
            case DROP_OLDEST -> context.metrics().droppedOldest(socket.sendForOldest(frame));
        }
    }

    public void flush() {
        socket.flush();
    }

    /** For the dispatcher's thread only: true when the connection was not marked yet. */
    public boolean markUnflushed() {
        boolean first = !unflushed;
        unflushed = true;
        return first;
    }

    /** For the dispatcher's thread only. */
    public void flushMarked() {
        unflushed = false;
        socket.flush();
    }

    void sendPing() {
        var unused = socket.sendPing();
    }

    private void closeSlow() {
        context.metrics().slowConsumer();
        socket.dropQueued();
        close(CloseCode.OVERLOAD, "too slow");
    }

    public void close(CloseCode code, String reason) {
        close(code.code(), reason);
    }

    /** Bytes of what is queued for the client. */
    int queuedBytes() {
        return socket.queuedBytes();
    }

    /** Closes the client after what is queued for it; the first caller's code counts. An unanswered close is cut off in time. */
    public void close(int code, String reason) {
        var why = new CloseReason(CloseCode.sendable(code), reason);
        if (startClosing(why)) {
            socket.close(why.code(), why.text());
            resume(); // or the client's answer would not be read
        }
    }

    /** Cuts the client off; what is queued for it is thrown away. */
    public void abort(String reason) {
        startClosing(new CloseReason(CloseReason.ABNORMAL, reason));
        socket.abort();
    }

    private boolean startClosing(CloseReason reason) {
        if (!events.closing(reason)) {
            return false;
        }
        liveness.closing(System.nanoTime());
        return true;
    }
}
