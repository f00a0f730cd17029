package io.gatefarm.gateway.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Says whether bytes are UTF-8. */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    static boolean isValid(byte[] bytes) {
        int ascii = asciiPrefix(bytes);
        return ascii == bytes.length || decodes(ByteBuffer.wrap(bytes, ascii, bytes.length - ascii));
    }

    /** How many leading bytes are ASCII, looked at eight at a time: most messages are nothing else. */
    private static int asciiPrefix(byte[] bytes) {
        int i = 0;
        while (i + Long.BYTES <= bytes.length && ((long) LONGS.get(bytes, i) & HIGH_BITS) == 0) {
            i += Long.BYTES;
        }
        while (i < bytes.length && bytes[i] >= 0) {
            i++;
        }
        return i;
    }

    private static boolean decodes(ByteBuffer rest) {
        try {
            var unused = StandardCharsets.UTF_8.newDecoder().decode(rest); // a new decoder reports malformed input
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
