package io.gatefarm.redis.frame;

import io.gatefarm.redis.key.ClientIds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header of nearly every frame, a message to one client, read without a JSON reader: that was half of what a gateway
 * allocated. Whatever differs in a single character from what {@link FrameCodec#encodeToClient} writes is left to the reader.
 */
final class OneClientHeader {
    static final String START = "{\"op\":\"send\",\"clients\":[\"";
    static final String BYTES = "\"],\"bytes\":";
    private static final int DIGITS = START.length() + ClientIds.LENGTH + BYTES.length();
    /** Longer numbers could overflow. */
    private static final int MAX_DIGITS = 9;

    private OneClientHeader() {}

    /** The header, or null when it is another. */
    static @Nullable FrameHeader read(String json) {
        int end = json.length() - 1;
        if (end <= DIGITS
                || end - DIGITS > MAX_DIGITS
                || json.charAt(end) != '}'
                || !json.startsWith(START)
                || !json.startsWith(BYTES, DIGITS - BYTES.length())) {
            return null;
        }
        String client = json.substring(START.length(), START.length() + ClientIds.LENGTH);
        int bytes = 0;
        for (int i = DIGITS; i < end; i++) {
            int digit = json.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            bytes = 10 * bytes + digit;
        }
        if (!ClientIds.isClientId(client)) {
            return null;
        }
        var header = new FrameHeader();
        header.op = "send";
        header.clients = List.of(client);
        header.bytes = bytes;
        return header;
    }
}
