package io.gatefarm.worker.partition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Clients that the app has closed and whose close event is not finished: what they have sent before the close took effect is
 * passed over. Not thread-safe: guarded by its consumer's lock.
 */
final class Dismissals {
    /** Client to the entry whose handler closed it, "" when a former owner of the partition said so. */
    private final Map<String, String> byClient = new LinkedHashMap<>();

    /** @param clientIds as the last owner has left them */
    Dismissals(List<String> clientIds) {
        clientIds.forEach(clientId -> byClient.put(clientId, ""));
    }

    void add(String clientId, String entryId) {
        byClient.putIfAbsent(clientId, entryId);
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
     * @param unfinished entry ids
     * @param failing clients with events that wait to be buried
     */
    List<String> told(Set<String> unfinished, Set<String> failing) {
        List<String> told = new ArrayList<>(byClient.size());
        byClient.forEach((clientId, entryId) -> {
            if (!unfinished.contains(entryId) && !failing.contains(clientId)) {
                told.add(clientId);
            }
        });
        return told;
    }
}
