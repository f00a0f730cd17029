package io.gatefarm.bench.socket;

/** The four-bit frame types of RFC 6455, section 5.2. Plain numbers, as they are read and written once per message. */
final class Opcode {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private Opcode() {}

    static boolean isControl(int opcode) {
        return (opcode & 8) != 0;
    }
}
