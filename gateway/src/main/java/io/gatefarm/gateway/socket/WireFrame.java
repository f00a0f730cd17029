package io.gatefarm.gateway.socket;

import io.gatefarm.redis.event.Message;
import java.nio.ByteBuffer;

/** Encodes the frames a server sends (RFC 6455, 5.2): one fragment, not masked. The bytes may be shared by many sockets. */
final class WireFrame {
    private static final int FIN = 0x80;
    private static final int TEXT = FIN | 0x1;
    private static final int BINARY = FIN | 0x2;
    private static final int CLOSE = FIN | 0x8;
    private static final int PING = FIN | 0x9;
    private static final int PONG = FIN | 0xA;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private WireFrame() {}

    static byte[] message(Message message) {
        return frame(message.isBinary() ? BINARY : TEXT, ByteBuffer.wrap(message.bytes()));
    }

    /** A ping without payload. */
    static byte[] ping() {
        return frame(PING, ByteBuffer.allocate(0));
    }

    /** The answer to a ping, with its payload; the payload's position is left alone. */
    static byte[] pong(ByteBuffer payload) {
        return frame(PONG, payload);
    }

    /** A close frame of code and reason as they stand in the payload, which may be empty. */
    static byte[] close(ByteBuffer payload) {
        return frame(CLOSE, payload);
    }

    private static byte[] frame(int first, ByteBuffer payload) {
        int length = payload.remaining();
        int header = length < LENGTH_16 ? 2 : length <= 0xFFFF ? 4 : 10;
        byte[] frame = new byte[header + length];
        frame[0] = (byte) first;
        if (length < LENGTH_16) {
            frame[1] = (byte) length;
        } else if (length <= 0xFFFF) {
            frame[1] = LENGTH_16;
            frame[2] = (byte) (length >>> 8);
            frame[3] = (byte) length;
        } else {
            frame[1] = LENGTH_64;
            ByteBuffer.wrap(frame).putLong(2, length);
        }
        payload.get(payload.position(), frame, header, length);
        return frame;
    }
}
