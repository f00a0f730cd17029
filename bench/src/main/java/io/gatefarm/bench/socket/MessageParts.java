package io.gatefarm.bench.socket;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The frames of one connection's fragmented message that have arrived so far. */
final class MessageParts {
    private byte[] bytes = new byte[0];
    private int opcode = Opcode.CONTINUATION;

    /** Whether a message has begun and not ended. */
    boolean open() {
        return opcode != Opcode.CONTINUATION;
    }

    /** The type that the message began with. */
    int opcode() {
        return opcode;
    }

    /** Takes one frame's payload from the buffer; {@code maxBytes} bounds the whole message. */
    void add(int frameOpcode, ByteBuffer in, int length, int maxBytes) throws ProtocolException {
        if (open() == (frameOpcode != Opcode.CONTINUATION)) {
            throw new ProtocolException("a fragment is out of place");
        }
        if (bytes.length + length > maxBytes) {
            throw new ProtocolException("message in fragments exceeds " + maxBytes + " bytes");
        }
        if (!open()) {
            opcode = frameOpcode;
        }
        int filled = bytes.length;
        bytes = Arrays.copyOf(bytes, filled + length);
        in.get(bytes, filled, length);
    }

    /** Copies the ended message and forgets it; returns its length in bytes. */
    int drainTo(byte[] message) {
        int length = bytes.length;
        System.arraycopy(bytes, 0, message, 0, length);
        bytes = new byte[0];
        opcode = Opcode.CONTINUATION;
        return length;
    }
}
