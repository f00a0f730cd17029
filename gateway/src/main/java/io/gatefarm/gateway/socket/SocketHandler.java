package io.gatefarm.gateway.socket;

import org.eclipse.jetty.websocket.core.FrameHandler;

/** What a client's socket reports to. */
public interface SocketHandler extends FrameHandler {
    /** A close frame is on its way, ours or the answer to the client's: the end is to come in bounded time. Any thread. */
    void onClosing();
}
