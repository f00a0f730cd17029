package io.gatefarm.worker.partition;

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
    /** Client to the origin of the event whose handler closed it, "" when a former owner of the partition said so. */
    private final Map<String, String> byClient = new LinkedHashMap<>();

    /**
     * The partition was taken.
     *
     * @param clientIds as the last owner has left them
     * @param goesOn true when that was this worker, so that what it knows still holds
     */
    void take(List<String> clientIds, boolean goesOn) {
        if (!goesOn) {
            byClient.clear();
        }
        clientIds.forEach(clientId -> byClient.putIfAbsent(clientId, ""));
    }

    void add(String clientId, String origin) {
        byClient.putIfAbsent(clientId, origin);
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
        byClient.forEach((clientId, origin) -> {
            if (!unfinished.test(origin) && !failing.contains(clientId)) {
                told.add(clientId);
            }
        });
        return told;
    }
}
