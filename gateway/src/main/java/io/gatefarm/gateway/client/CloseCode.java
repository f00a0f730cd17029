package io.gatefarm.gateway.client;

/** Every code that a gateway itself closes a client with. Apps may close with 1000, 3000 to 3999 and 4200 to 4999. */
public enum CloseCode {
    NORMAL(1000, false),
    PROTOCOL_ERROR(1002, false),
    NOT_UTF8(1007, false),
    POLICY(1008, false),
    TOO_LARGE(1009, false),
    SERVER_ERROR(1011, true),
    /** Too slow, or too much at once: what was queued for the client is thrown away. */
    OVERLOAD(1013, true),
    DRAIN(4000, true),
    /** Redis holds the gateway for dead; it goes on under a new id. */
    GATEWAY_FENCED(4001, true),
    REDIS_AWAY(4002, true),
    HEARTBEAT_MISSED(4003, true),
    KICKED(4100, false),
    BANNED(4101, false);

    private static final int FIRST_PRIVATE = 3000;
    private static final int LAST = 4999;

    private final int code;
    private final boolean reconnect;

    CloseCode(int code, boolean reconnect) {
        this.code = code;
        this.reconnect = reconnect;
    }

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
