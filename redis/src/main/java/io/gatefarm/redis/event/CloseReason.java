package io.gatefarm.redis.event;

/**
 * Why a connection ended, as its close event tells it.
 *
 * @param code the WebSocket close code, of the client's close frame or, when the app or the gateway closed, of theirs; 1005
 *     when the frame had none, 1006 when the connection broke without one
 * @param text the close frame's reason, or a word of ours such as {@code gateway-lost}; may be empty
 */
public record CloseReason(int code, String text) {
    /** The connection broke, or its gateway did, without a close frame. */
    public static final int ABNORMAL = 1006;
}
