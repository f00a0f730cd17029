package io.gatefarm.gateway.client;

import io.gatefarm.redis.event.Message;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Puts a client's messages together from fragments. Owned by the thread that handles the client's frame. */
final class MessageAssembly {
    private static final int FIRST_PART = 512;

    /** What a part made of the message. */
    enum Progress {
        PARTIAL,
        COMPLETE,
        TOO_LARGE,
        NOT_UTF8
    }

    private final int maxBytes;
    private byte @Nullable [] parts;
    private int length;
    private boolean binary;
    private @Nullable Message message;

    /** @param maxBytes of one message; the parts held never take more than that */
    MessageAssembly(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds a part; its bytes are copied. Jetty has checked that parts follow each other as they must. */
    Progress add(boolean first, boolean binary, boolean last, ByteBuffer part) {
        if (first) {
            this.binary = binary;
            this.length = 0;
            this.parts = null;
        }
        if (part.remaining() > maxBytes - length) {
            parts = null;
            return Progress.TOO_LARGE;
        }
        byte[] whole = parts == null && last ? copy(part) : append(part, last);
        return last ? complete(whole) : Progress.PARTIAL;
    }

    private static byte[] copy(ByteBuffer part) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        return bytes;
    }

    private byte[] append(ByteBuffer part, boolean last) {
        int needed = length + part.remaining();
        byte[] bytes = parts == null ? new byte[Math.max(FIRST_PART, needed)] : parts;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, last ? needed : Math.min(maxBytes, Math.max(needed, 2 * bytes.length)));
        }
        part.get(bytes, length, part.remaining());
        length = needed;
        parts = bytes;
        return bytes;
    }

    private Progress complete(byte[] bytes) {
        byte[] exact = parts == null || bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
        parts = null;
        if (!binary && !Utf8.isValid(exact)) {
            return Progress.NOT_UTF8;
        }
        message = binary ? Message.binary(exact) : Message.utf8(exact);
        return Progress.COMPLETE;
    }

    /** The message, once after COMPLETE. */
    Message take() {
        Message complete = message;
        if (complete == null) {
            throw new IllegalStateException("no complete message");
        }
        message = null;
        return complete;
    }
}
