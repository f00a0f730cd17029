package io.gatefarm.bench.socket;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** How many connections of one loop are in which state. Owned by the loop's thread. */
public final class ConnectionCounts {
    private static final int MAX_REASONS = 8;

    private int opening;
    private int open;
    private int failed;
    private int lost;
    private final Map<String, Integer> reasons = new TreeMap<>();

    /** Connections whose handshake is under way. */
    public int opening() {
        return opening;
    }

    /** Connections that are open now. */
    public int open() {
        return open;
    }

    /** Connections that never opened. */
    public int failed() {
        return failed;
    }

    /** Connections that were open and ended without our asking. */
    public int lost() {
        return lost;
    }

    /** Why connections failed or were lost, and how many each; the ninth and later reasons are one. */
    public Map<String, Integer> reasons() {
        return Collections.unmodifiableMap(reasons);
    }

    void began() {
        opening++;
    }

    void opened() {
        opening--;
        open++;
    }

    void failedToOpen(String reason) {
        opening--;
        failed++;
        count(reason);
    }

    void closedAsAsked() {
        open--;
    }

    void closedUnasked(String reason) {
        open--;
        lost++;
        count(reason);
    }

    private void count(String reason) {
        boolean known = reasons.containsKey(reason) || reasons.size() < MAX_REASONS;
        reasons.merge(known ? reason : "other", 1, Integer::sum);
    }
}
