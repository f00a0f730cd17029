package io.gatefarm.gateway.admission;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads and writes IP addresses without ever asking a name server: what is read may come from a stranger. */
final class IpAddress {
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    private static final int WORDS = 8;

    private IpAddress() {}

    /** The address of a literal; an IPv4 address mapped into IPv6 becomes IPv4. Empty for anything else. */
    static Optional<InetAddress> parse(String text) {
        boolean literal = V4.matcher(text).matches()
                || text.indexOf(':') >= 0 && V6.matcher(text).matches();
        if (!literal) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text)); // with a colon in it, never a name
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** The shortest form: dotted, or that of RFC 5952 without brackets or zone. */
    static String text(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? address.getHostAddress() : shortest(words(bytes));
    }

    private static int[] words(byte[] bytes) {
        int[] words = new int[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = (bytes[2 * i] & 0xFF) << 8 | bytes[2 * i + 1] & 0xFF;
        }
        return words;
    }

    private static String shortest(int[] words) {
        int start = -1;
        int length = 1; // a single zero is not shortened
        for (int i = 0; i < WORDS; i++) {
            int run = zeros(words, i);
            if (run > length) {
                start = i;
                length = run;
            }
        }
        var text = new StringBuilder(39);
        for (int i = 0; i < WORDS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(words[i]));
        }
        return text.toString();
    }

    private static int zeros(int[] words, int from) {
        int i = from;
        while (i < WORDS && words[i] == 0) {
            i++;
        }
        return i - from;
    }
}
