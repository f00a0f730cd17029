package io.gatefarm.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One message that can be told from every other: {@code <connection>-<sequence>-<sent>-<filler>}, the numbers in 8, 16 and
 * 16 hexadecimal digits. All bytes follow from these numbers, so the receiver can check each of them. One buffer, written
 * again for each message.
 */
final class CheckedMessage {
    /** Bytes of the three numbers and their dashes. */
    static final int MIN_BYTES = 43;

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
    private static final int SEQUENCE_AT = 9;
    private static final int SENT_AT = 26;

    private final byte[] prefix;
    private final byte[] bytes;

    /**
     * @param prefix what precedes the message when it is sent, a command of the application's
     * @param length bytes without the prefix
     */
    CheckedMessage(String prefix, int length) {
        this.prefix = prefix.getBytes(StandardCharsets.ISO_8859_1);
        this.bytes = Arrays.copyOf(this.prefix, this.prefix.length + length);
        for (int i = this.prefix.length; i < bytes.length; i++) {
            int at = i - this.prefix.length;
            bytes[i] = (byte) (at < MIN_BYTES ? '-' : 'a' + at % 26);
        }
    }

    /** Writes the message; the buffer is the same for each call. */
    byte[] write(int connection, long sequence, long sentNs) {
        int start = prefix.length;
        hex(connection, start, 8);
        hex(sequence, start + SEQUENCE_AT, 16);
        hex(sentNs, start + SENT_AT, 16);
        return bytes;
    }

    /** Bytes of the written message, prefix included. */
    int length() {
        return bytes.length;
    }

    /** Whether these are exactly the bytes of the message with these numbers. */
    boolean isEqualTo(byte[] other, int length, int connection, long sequence, long sentNs) {
        write(connection, sequence, sentNs);
        return Arrays.equals(bytes, 0, bytes.length, other, 0, length);
    }

    /** The sequence that a received message of any connection claims to have, -1 when there is none. */
    static long sequenceOf(byte[] message, int length) {
        return number(message, length, SEQUENCE_AT, 16);
    }

    /** The connection that a received message claims to belong to, -1 when there is none. */
    static long connectionOf(byte[] message, int length) {
        return number(message, length, 0, 8);
    }

    private void hex(long value, int at, int digits) {
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            bytes[i] = DIGITS[(int) rest & 15];
            rest >>>= 4;
        }
    }

    private static long number(byte[] message, int length, int at, int digits) {
        if (length < MIN_BYTES) {
            return -1;
        }
        long value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = Character.digit(message[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
