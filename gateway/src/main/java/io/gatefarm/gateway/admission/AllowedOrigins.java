package io.gatefarm.gateway.admission;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The web pages that may connect, by the origin that their browser tells (RFC 6454). Immutable. */
final class AllowedOrigins {
    private static final Pattern ORIGIN =
            Pattern.compile("[a-z][a-z0-9+.-]*://(\\*\\.)?([a-z0-9_.-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");
    private static final String ANY_HOST = "://*.";

    private final Set<String> exact = new HashSet<>();
    /** Scheme with "://", and what the host must end with, the port included. */
    private final List<String[]> below = new ArrayList<>();

    /**
     * @param origins as {@link io.gatefarm.gateway.config.AdmissionConfig#allowedOrigins}
     * @throws IllegalArgumentException that shows the first that is none
     */
    AllowedOrigins(List<String> origins) {
        for (String origin : origins) {
            String lower = origin.toLowerCase(Locale.ROOT);
            if (!lower.equals("null") && !ORIGIN.matcher(lower).matches()) {
                throw new IllegalArgumentException("an origin must look like https://app.example.com or"
                        + " https://*.example.com, without a path, but is \"" + origin + "\"");
            }
            int star = lower.indexOf(ANY_HOST);
            if (star < 0) {
                exact.add(lower);
            } else {
                below.add(new String[] {lower.substring(0, star + 3), lower.substring(star + ANY_HOST.length() - 1)});
            }
        }
    }

    /** True when every origin that the request names may connect; a request that names none is not a page's. */
    boolean allow(List<String> named) {
        return exact.isEmpty() && below.isEmpty() || named.stream().allMatch(this::allows);
    }

    private boolean allows(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        return exact.contains(lower) || below.stream().anyMatch(pattern -> isBelow(lower, pattern[0], pattern[1]));
    }

    private static boolean isBelow(String origin, String scheme, String end) {
        int hostLength = origin.length() - scheme.length() - end.length();
        return hostLength > 0
                && origin.startsWith(scheme)
                && origin.endsWith(end)
                && ORIGIN.matcher(origin).matches();
    }
}
