package io.gatefarm.worker.partition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which worker should own which partition. Every worker computes the same from the same list: rendezvous hashing, so that few
 * partitions move when a worker comes or goes, with at most ceil(partitions / workers) each.
 */
final class Assignment {
    private Assignment() {}

    /** The owner of each partition; empty when there are no workers. */
    static Map<Integer, String> of(int partitions, Collection<String> workers) {
        Map<Integer, String> owners = new HashMap<>();
        if (workers.isEmpty()) {
            return owners;
        }
        List<String> all = new ArrayList<>(new TreeSet<>(workers));
        int share = (partitions + all.size() - 1) / all.size();
        Map<String, Integer> load = new HashMap<>();
        for (int p = 0; p < partitions; p++) {
            int partition = p;
            String owner = all.stream()
                    .filter(worker -> load.getOrDefault(worker, 0) < share)
                    .max(Comparator.comparingLong((String worker) -> weight(worker, partition))
                            .thenComparing(Comparator.naturalOrder()))
                    .orElseThrow();
            load.merge(owner, 1, Integer::sum);
            owners.put(p, owner);
        }
        return owners;
    }

    /** The finalizer of MurmurHash3 (Austin Appleby, public domain) over both parts. */
    private static long weight(String worker, int partition) {
        long h = worker.hashCode() * 0x9E3779B97F4A7C15L + partition;
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}
