package io.gatefarm.redis.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One WebSocket message, text or binary, as a client sent it or is to get it. Immutable: nobody changes the bytes after they
 * were given.
 */
public final class Message {
    private final boolean binary;
    private final byte[] bytes;

    private Message(boolean binary, byte[] bytes) {
        this.binary = binary;
        this.bytes = bytes;
    }

    /** A text message; a lone surrogate becomes a question mark. */
    public static Message text(String text) {
        return new Message(false, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A text message of bytes that are known to be UTF-8; they are not copied. */
    public static Message utf8(byte[] bytes) {
        return new Message(false, bytes);
    }

    /** A binary message; the bytes are not copied. */
    public static Message binary(byte[] bytes) {
        return new Message(true, bytes);
    }

    /** True for binary, false for text: the client gets the kind that was sent. */
    public boolean isBinary() {
        return binary;
    }

    /** The message as text; of a binary message its bytes read as UTF-8, malformed ones replaced. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The payload, not a copy: do not change it. */
    public byte[] bytes() {
        return bytes;
    }

    /** The payload as a read-only buffer of its own position. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** Payload bytes. */
    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Message that && binary == that.binary && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + Boolean.hashCode(binary);
    }

    /** Kind and size only: a message may hold what must not reach a log. */
    @Override
    public String toString() {
        return (binary ? "binary" : "text") + " message of " + bytes.length + " bytes";
    }
}
