package io.gatefarm.gateway.client;

/**
 * Every code that a gateway itself closes a client with. Apps may close with 1000, 3000 to 3999, 4100, 4101 and 4200 to 4999. From
 * 4000 on the number says whether to reconnect: 40xx yes, 41xx no.
 */
public enum CloseCode {
    /** Closed by the client or the app. */
    NORMAL(1000, false),
    /** A frame that RFC 6455 forbids. */
    PROTOCOL_ERROR(1002, false),
    /** A text message that is not UTF-8. */
    NOT_UTF8(1007, false),
    /** Not allowed here. */
    POLICY(1008, false),
    /** A message larger than {@code maxMessageBytes}. */
    TOO_LARGE(1009, false),
    /** The app's {@code onConnect} failed. */
    SERVER_ERROR(1011, true),
    /** Too slow, or too much at once: what was queued for the client is thrown away. */
    OVERLOAD(1013, true),
    /** The gateway stops; another takes the client in. */
    DRAIN(4000, true),
    /** Redis holds the gateway for dead; it goes on under a new id. */
    GATEWAY_FENCED(4001, true),
    /** Redis has been away for longer than {@code outageLimit}. */
    REDIS_AWAY(4002, true),
    /** Silent for too long. */
    HEARTBEAT_MISSED(4003, true),
    /** Sent away by the app, for now. */
    KICKED(4100, false),
    /** Sent away by the app, for good. */
    BANNED(4101, false);

    private static final int FIRST_PRIVATE = 3000;
    private static final int LAST = 4999;

    private final int code;
    private final boolean reconnect;

    CloseCode(int code, boolean reconnect) {
        this.code = code;
        this.reconnect = reconnect;
    }

    /** The number in the close frame. */
    public int code() {
        return code;
    }

    /** Should the client connect again, after a pause of its own choice? */
    public boolean reconnect() {
        return reconnect;
    }

    /** The code itself when a server may send it (RFC 6455, 7.4), else 1011. */
    static int sendable(int code) {
        boolean defined = code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014;
        return defined || code >= FIRST_PRIVATE && code <= LAST ? code : SERVER_ERROR.code;
    }
}
