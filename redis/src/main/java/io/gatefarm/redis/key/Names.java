package io.gatefarm.redis.key;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The rule for uids and group names, which become part of keys. */
public final class Names {
    /** UTF-8 bytes that a uid or a group name may have. */
    public static final int MAX_BYTES = 256;

    private Names() {}

    /**
     * Returns the name when it is non-empty, at most {@value #MAX_BYTES} bytes in UTF-8 and free of control characters and
     * lone surrogates.
     *
     * @param what "uid" or "group", for the message
     * @throws IllegalArgumentException that shows the value
     */
    public static String check(String what, String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException(what + " must not be empty");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < name.length()
                    && Character.isLowSurrogate(name.charAt(i + 1));
            if (Character.isISOControl(c) || Character.isSurrogate(c) && !pair) {
                throw new IllegalArgumentException(what + " must have no control characters or lone surrogates: \""
                        + visible(name) + "\" has U+" + String.format("%04X", (int) c) + " at " + i);
            }
            i += pair ? 1 : 0;
        }
        // no character takes more than 3 bytes per char
        if (name.length() * 3 > MAX_BYTES) {
            int bytes = name.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BYTES) {
                throw new IllegalArgumentException(what + " must be at most " + MAX_BYTES + " bytes in UTF-8 but has "
                        + bytes + ": \"" + visible(name) + "\"");
            }
        }
        return name;
    }

    /**
     * Returns the names, each once, in the order given, when {@link #check} takes every one of them.
     *
     * @throws IllegalArgumentException that shows the first it refuses
     */
    public static List<String> checkEach(String what, Collection<String> names) {
        Set<String> each = new LinkedHashSet<>();
        for (String name : names) {
            each.add(check(what, name));
        }
        return List.copyOf(each);
    }

    private static String visible(String name) {
        String start = name.length() > 80 ? name.substring(0, 80) + "…" : name;
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
