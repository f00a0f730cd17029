package io.gatefarm.push;

import io.gatefarm.redis.event.Message;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How a connection is to be closed. Immutable.
 *
 * @param code 1000, 3000 to 3999, 4100 (kicked), 4101 (banned) or 4200 to 4999; the others are the protocol's and the gateways'
 *     own
 * @param reason for the client, at most 123 bytes of UTF-8
 * @param last sent before the close frame
 */
public record Close(int code, String reason, Optional<Message> last) {
    /** Code 1000, no reason, no last message. */
    public static final Close NORMAL = new Close(1000, "", Optional.empty());

    /** RFC 6455, 5.5: a control frame carries 125 bytes, and the code takes two. */
    private static final int MAX_REASON_BYTES = 123;

    private static final int KICKED = 4100;
    private static final int BANNED = 4101;

    /** @throws IllegalArgumentException for any other code, a longer reason or a message over the size limit */
    public Close {
        boolean range = code >= 3000 && code <= 3999 || code >= 4200 && code <= 4999;
        if (!range && code != 1000 && code != KICKED && code != BANNED) {
            throw new IllegalArgumentException(
                    "close code must be 1000, 3000-3999, 4100, 4101 or 4200-4999 but is " + code);
        }
        int bytes = reason.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_REASON_BYTES) {
            throw new IllegalArgumentException(
                    "close reason must have at most " + MAX_REASON_BYTES + " bytes but has " + bytes + ": " + reason);
        }
        last.ifPresent(GatewayClient::checked);
    }

    /** A close without a last message. */
    public static Close with(int code, String reason) {
        return new Close(code, reason, Optional.empty());
    }

    /** Code 4100: the client shall not connect again by itself. */
    public static Close kick(String reason) {
        return with(KICKED, reason);
    }

    /** The same after a last message. */
    public Close after(Message message) {
        return new Close(code, reason, Optional.of(message));
    }
}
