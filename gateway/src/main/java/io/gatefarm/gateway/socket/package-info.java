/**
 * WebSocket on Jetty's core API: the handshake, the socket of one client and how frames leave through it. What a frame means to
 * the gateway does not belong here.
 *
 * <p>Jetty parses frames and runs the closing handshake; the writing half is ours ({@link
 * io.gatefarm.gateway.socket.FrameWriter}), so that a frame is encoded once for all its receivers and what has queued up leaves
 * in one write. Frames are read on Jetty's selector thread, so nothing here may block.
 *
 * <p>Entry type: {@link io.gatefarm.gateway.socket.Upgrade}.
 */
@NullMarked
package io.gatefarm.gateway.socket;

import org.jspecify.annotations.NullMarked;
