package io.gatefarm.redis.event;

import org.jspecify.annotations.Nullable;

/**
 * The header of nearly every event, a message, read without a JSON reader, which costs more than all else a worker does with it.
 * Whatever differs in a single character from what {@link EventCodec#header} writes is left to the reader.
 */
final class MessageHeader {
    private static final String START = "{\"event\":\"message\",\"client\":\"";
    private static final String GATEWAY = "\",\"gateway\":\"";
    private static final String TIME = "\",\"time\":";
    private static final String BINARY = ",\"binary\":true}";
    /** Longer numbers could overflow. */
    private static final int MAX_DIGITS = 18;

    private MessageHeader() {}

    /** The event, or null when the header is another. */
    static ClientEvent.@Nullable Received read(String json, byte[] data) {
        if (!json.startsWith(START) || json.indexOf('\\') >= 0) {
            return null;
        }
        int clientEnd = json.indexOf('"', START.length());
        if (clientEnd <= START.length() || !json.startsWith(GATEWAY, clientEnd)) {
            return null;
        }
        int gatewayStart = clientEnd + GATEWAY.length();
        int gatewayEnd = json.indexOf('"', gatewayStart);
        if (gatewayEnd < 0 || !json.startsWith(TIME, gatewayEnd)) {
            return null;
        }
        boolean binary = json.endsWith(BINARY);
        int timeEnd = binary ? json.length() - BINARY.length() : json.length() - 1;
        long time = number(json, gatewayEnd + TIME.length(), timeEnd);
        if (time < 0 || !binary && json.charAt(timeEnd) != '}') {
            return null;
        }
        return new ClientEvent.Received(
                json.substring(START.length(), clientEnd),
                json.substring(gatewayStart, gatewayEnd),
                time,
                binary ? Message.binary(data) : Message.utf8(data));
    }

    /** The number, or -1 when there is none. */
    private static long number(String json, int from, int to) {
        if (to <= from || to - from > MAX_DIGITS) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = json.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
