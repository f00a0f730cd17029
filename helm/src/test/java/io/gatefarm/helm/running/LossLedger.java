package io.gatefarm.helm.running;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** What talkers met: how much was heard, what was lost or out of order, with which codes they were closed. Any thread. */
final class LossLedger {
    private final AtomicLong heard = new AtomicLong();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final Map<Integer, AtomicLong> closes = new ConcurrentHashMap<>();

    /** One sentence was said, and something was heard. */
    void heard(String who, int said, int number) {
        heard.incrementAndGet();
        if (said != number) {
            wrong.add(who + " said " + said + " and heard " + number);
        }
    }

    void closed(int status) {
        closes.computeIfAbsent(status, code -> new AtomicLong()).incrementAndGet();
    }

    void failed(String what) {
        wrong.add(what);
    }

    long heard() {
        return heard.get();
    }

    /** Lost, late or mixed up; empty when all is well. */
    List<String> wrong() {
        return wrong;
    }

    /** Close codes so far, with how often each came. */
    Map<Integer, AtomicLong> closes() {
        return closes;
    }
}
