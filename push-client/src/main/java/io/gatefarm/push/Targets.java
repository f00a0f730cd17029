package io.gatefarm.push;

import io.gatefarm.redis.key.ClientIds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Lists of receivers: each once, in the order given. */
final class Targets {
    private Targets() {}

    /** The client ids without those that cannot be any and the excluded ones. */
    static List<String> clientIds(Collection<String> clientIds, Set<String> excluded) {
        Set<String> each = new LinkedHashSet<>();
        for (String clientId : clientIds) {
            if (ClientIds.isClientId(clientId) && !excluded.contains(clientId)) {
                each.add(clientId);
            }
        }
        return List.copyOf(each);
    }

    /** Parts of at most so many elements. */
    static List<List<String>> parts(List<String> all, int size) {
        List<List<String>> parts = new ArrayList<>();
        for (int i = 0; i < all.size(); i += size) {
            parts.add(all.subList(i, Math.min(all.size(), i + size)));
        }
        return parts;
    }
}
