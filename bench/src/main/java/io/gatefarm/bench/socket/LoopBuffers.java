package io.gatefarm.bench.socket;

import java.nio.ByteBuffer;

/**
 * What the connections of one loop share, as only one of them has its turn at a time: an idle connection then costs no
 * buffer.
 */
final class LoopBuffers {
    /** Bytes; the longest message, longer ones are a protocol error. */
    static final int MAX_MESSAGE = 1 << 20;

    /** Room for the longest frame and a good part of the next. */
    private static final int BUFFER_BYTES = MAX_MESSAGE + (1 << 16);

    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final byte[] message = new byte[MAX_MESSAGE];
    private final FrameReader frames = new FrameReader(MAX_MESSAGE);

    /** What one read brought. */
    ByteBuffer in() {
        return in;
    }

    /** Frames of the connection that has its turn. */
    ByteBuffer out() {
        return out;
    }

    /** One message's payload. */
    byte[] message() {
        return message;
    }

    /** Finds the frames in {@link #in}. */
    FrameReader frames() {
        return frames;
    }
}
