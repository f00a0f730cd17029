package io.gatefarm.worker.partition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Clients that the app has closed and whose close event is not finished: what they have sent before the close took effect is
 * passed over. Not thread-safe: guarded by its partition's lock.
 */
final class Dismissals {
    /** How long after the close, and after each repeat of it, the client's messages are a sign that it was lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<String, Dismissed> byClient = new LinkedHashMap<>();

    /**
     * One client.
     *
     * @param origin of the event whose handler closed it, "" when a former owner of the partition said so
     * @param toldNs when it was told to go
     */
    private record Dismissed(String origin, long toldNs) {}

    /**
     * The partition was taken.
     *
     * @param clientIds as the last owner has left them
     * @param goesOn true when that was this worker, so that what it knows still holds
     */
    void take(List<String> clientIds, boolean goesOn, long nowNs) {
        if (!goesOn) {
            byClient.clear();
        }
        clientIds.forEach(clientId -> byClient.putIfAbsent(clientId, new Dismissed("", nowNs)));
    }

    void add(String clientId, String origin, long nowNs) {
        byClient.putIfAbsent(clientId, new Dismissed(origin, nowNs));
    }

    /** True when the client, whose messages still come, is to be told once more to go; at most once in a while. */
    boolean isToBeToldAgain(String clientId, long nowNs) {
        Dismissed dismissed = byClient.get(clientId);
        if (dismissed == null || nowNs - dismissed.toldNs < PATIENCE.toNanos()) {
            return false;
        }
        byClient.put(clientId, new Dismissed(dismissed.origin, nowNs));
        return true;
    }

    boolean contains(String clientId) {
        return byClient.containsKey(clientId);
    }

    void remove(String clientId) {
        byClient.remove(clientId);
    }

    /**
     * Those that a commit may tell the next owner, who will pass over all their messages: not while an event up to the one that
     * closed the client may have to be handled again.
     *
     * @param unfinished whether the event of an origin is unfinished
     * @param failing clients with events that wait to be buried
     */
    List<String> told(Predicate<String> unfinished, Set<String> failing) {
        List<String> told = new ArrayList<>(byClient.size());
        byClient.forEach((clientId, dismissed) -> {
            if (!unfinished.test(dismissed.origin) && !failing.contains(clientId)) {
                told.add(clientId);
            }
        });
        return told;
    }
}
