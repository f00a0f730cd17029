package io.gatefarm.bench.socket;

import java.net.ProtocolException;
import java.nio.ByteBuffer;

/**
 * Finds the frames of a server in a buffer. It keeps nothing between two frames, so that one reader serves all
 * connections of a loop; whoever owns the buffer keeps the bytes of an incomplete frame.
 */
final class FrameReader {
    /** What {@link #next} found. */
    enum Outcome {
        FRAME,
        INCOMPLETE
    }

    private final int maxPayloadBytes;
    private int opcode;
    private boolean last;
    private int payloadBytes;

    FrameReader(int maxPayloadBytes) {
        this.maxPayloadBytes = maxPayloadBytes;
    }

    /**
     * Looks for one whole frame at the buffer's position. After FRAME the position is at its payload, of which all
     * {@link #payloadBytes()} are there; after INCOMPLETE it has not moved.
     *
     * @throws ProtocolException for what a server may not send: a mask, reserved bits, a length that is not in its shortest
     *     form or exceeds the limit, a long or fragmented control frame
     */
    Outcome next(ByteBuffer in) throws ProtocolException {
        int available = in.remaining();
        if (available < 2) {
            return Outcome.INCOMPLETE;
        }
        int start = in.position();
        int first = in.get(start);
        int second = in.get(start + 1);
        checkHead(first, second);
        int headBytes = second < 126 ? 2 : second == 126 ? 4 : 10;
        if (available < headBytes) {
            return Outcome.INCOMPLETE;
        }
        long length = second < 126 ? second : longLength(in, start + 2, second);
        if (available - headBytes < length) {
            return Outcome.INCOMPLETE;
        }
        opcode = first & 0x0F;
        last = first < 0; // the top bit is FIN
        payloadBytes = (int) length;
        in.position(start + headBytes);
        return Outcome.FRAME;
    }

    int opcode() {
        return opcode;
    }

    /** Whether this frame ends its message. */
    boolean last() {
        return last;
    }

    int payloadBytes() {
        return payloadBytes;
    }

    private long longLength(ByteBuffer in, int at, int form) throws ProtocolException {
        long length = form == 126 ? Short.toUnsignedInt(in.getShort(at)) : in.getLong(at);
        if (length < (form == 126 ? 126 : 1 << 16)) {
            throw new ProtocolException("frame length " + length + " is not in its shortest form");
        }
        if (length > maxPayloadBytes) {
            throw new ProtocolException("frame of " + length + " bytes exceeds " + maxPayloadBytes);
        }
        return length;
    }

    private static void checkHead(int first, int second) throws ProtocolException {
        if ((first & 0x70) != 0) {
            throw new ProtocolException("reserved bits are set, but no extension was agreed on");
        }
        if (second < 0) {
            throw new ProtocolException("a server may not mask");
        }
        if (Opcode.isControl(first) && (first >= 0 || second > 125)) {
            throw new ProtocolException("a control frame must be short and in one piece");
        }
    }
}
