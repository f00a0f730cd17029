package io.gatefarm.bench.faults.account;

import java.util.Arrays;

/**
 * One connection as its client knows it: what was sent on it and when, and how it ended. Written by the load's thread; any thread may
 * read.
 */
public final class SentConnection {
    private final String name;
    private long[] sentNs = new long[64];
    private int sent;
    private long openedNs;
    private long endedNs;
    private String endReason = "";
    private boolean asked;

    /** @param name unique among all connections of a run */
    public SentConnection(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** The handshake was answered. */
    public synchronized void opened(long ns) {
        openedNs = ns;
    }

    /** One more message was given to the socket; they are numbered from 0. */
    public synchronized void sent(long ns) {
        if (sent == sentNs.length) {
            sentNs = Arrays.copyOf(sentNs, sent * 2);
        }
        sentNs[sent++] = ns;
    }

    /** The client itself is about to end it. */
    public synchronized void asked() {
        asked = true;
    }

    public synchronized void ended(long ns, String reason) {
        endedNs = ns;
        endReason = reason;
    }

    public synchronized int sent() {
        return sent;
    }

    public synchronized long sentNs(int number) {
        return sentNs[number];
    }

    synchronized boolean wasOpened() {
        return openedNs != 0;
    }

    synchronized long openedNs() {
        return openedNs;
    }

    /** When it ended; 0 while it has not. */
    public synchronized long endedNs() {
        return endedNs;
    }

    /** Whether it was open and ended without the client's asking. */
    public synchronized boolean endedUnasked() {
        return wasOpened() && endedNs != 0 && !asked;
    }

    public synchronized String endReason() {
        return endReason;
    }
}
