package io.gatefarm.bench.socket;

import java.nio.ByteBuffer;

/** Writes a client's frames. Each is masked, always with one key: the server has the full work and we have no random one. */
final class FrameWriter {
    static final int MASK = 0x5A17C3E9;

    /** Bytes of the longest head: two, a length of eight, the mask of four. */
    private static final int MAX_HEAD = 14;

    private static final long LONG_MASK = (long) MASK << 32 | MASK;

    private FrameWriter() {}

    /** Bytes that a frame with this payload needs at most. */
    static int maxFrameBytes(int payloadBytes) {
        return MAX_HEAD + payloadBytes;
    }

    /** Appends one whole frame. The buffer must be big-endian and have room for {@link #maxFrameBytes}. */
    static void write(ByteBuffer out, int opcode, byte[] payload, int length) {
        out.put((byte) (0x80 | opcode));
        if (length < 126) {
            out.put((byte) (0x80 | length));
        } else if (length < 1 << 16) {
            out.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            out.put((byte) (0x80 | 127)).putLong(length);
        }
        out.putInt(MASK);
        int start = out.position();
        out.put(payload, 0, length);
        mask(out, start, start + length);
    }

    private static void mask(ByteBuffer out, int from, int to) {
        int i = from;
        for (; i + 8 <= to; i += 8) {
            out.putLong(i, out.getLong(i) ^ LONG_MASK);
        }
        for (; i < to; i++) {
            out.put(i, (byte) (out.get(i) ^ MASK >>> 24 - ((i - from & 3) << 3)));
        }
    }
}
