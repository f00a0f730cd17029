package io.gatefarm.gateway.socket;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.websocket.core.Behavior;
import org.eclipse.jetty.websocket.core.ExtensionStack;
import org.eclipse.jetty.websocket.core.Negotiated;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.WebSocketConstants;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.jspecify.annotations.Nullable;

/** Jetty's state machine of one WebSocket; its closing handshake is what we use of it. */
final class ClientSession extends WebSocketCoreSession {
    /** The request is not kept: it would be reachable for the connection's whole life. */
    private static final URI NO_URI = URI.create("/");

    private @Nullable ClientSocket socket;

    private ClientSession(SocketHandler handler, Negotiated negotiated, WebSocketComponents components) {
        super(handler, Behavior.SERVER, negotiated, components);
    }

    static ClientSession create(SocketHandler handler, WebSocketComponents components) {
        var extensions = new ExtensionStack(components, Behavior.SERVER);
        extensions.negotiate(List.of(), List.of());
        var negotiated = new Negotiated(NO_URI, null, false, extensions, WebSocketConstants.SPEC_VERSION_STRING);
        var session = new ClientSession(handler, negotiated, components);
        session.setMaxFrameSize(0); // a large frame comes in parts, and the handler counts its bytes
        session.setIdleTimeout(Duration.ZERO);
        return session;
    }

    void attach(ClientSocket socket) {
        this.socket = socket;
        setWebSocketConnection(socket);
    }

    @Override
    protected void handle(Runnable runnable) {
        runnable.run(); // no class loader to change
    }

    @Override
    public void onEof() {
        super.onEof();
        if (socket != null) {
            socket.endLinger();
        }
    }
}
