package io.gatefarm.redis.event;

/**
 * Why a connection ended.
 *
 * @param code the WebSocket close code; 1006 when the connection broke without a close frame
 * @param text the close frame's reason, or a word of ours such as {@code gateway-lost}; may be empty
 */
public record CloseReason(int code, String text) {
    /** The connection broke, or its gateway did, without a close frame. */
    public static final int ABNORMAL = 1006;
}
