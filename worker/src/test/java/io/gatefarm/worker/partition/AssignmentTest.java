package io.gatefarm.worker.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AssignmentTest {
    private static List<String> workers(int count, long seed) {
        var random = new Random(seed);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("worker-" + Long.toString(random.nextLong() & Long.MAX_VALUE, 32));
        }
        return names;
    }

    private static long moved(Map<Integer, String> before, Map<Integer, String> after) {
        return before.keySet().stream()
                .filter(p -> !before.get(p).equals(after.get(p)))
                .count();
    }

    @Test
    void of_noWorkers_isEmpty() {
        assertThat(Assignment.of(8, List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "8, 1", "8, 2", "8, 3", "8, 8", "8, 20", "64, 5", "1024, 7"})
    void of_someWorkers_givesEveryPartitionAndNobodyMoreThanItsShare(int partitions, int count) {
        for (int seed = 0; seed < 50; seed++) {
            List<String> workers = workers(count, seed);
            Map<Integer, String> owners = Assignment.of(partitions, workers);
            assertThat(owners).hasSize(partitions);
            assertThat(workers).containsAll(owners.values());
            Map<String, Integer> load = new HashMap<>();
            owners.values().forEach(owner -> load.merge(owner, 1, Integer::sum));
            assertThat(Collections.max(load.values())).isLessThanOrEqualTo((partitions + count - 1) / count);
        }
    }

    @Test
    void of_anyOrderOfTheList_isTheSame() {
        List<String> workers = workers(5, 1);
        List<String> shuffled = new ArrayList<>(workers);
        Collections.shuffle(shuffled, new Random(2));
        assertThat(Assignment.of(64, shuffled)).isEqualTo(Assignment.of(64, workers));
    }

    @Test
    void of_oneWorkerMore_movesLittleMoreThanItsShare() {
        long moves = 0;
        long shares = 0;
        for (int seed = 0; seed < 200; seed++) {
            List<String> workers = workers(5, seed);
            var before = Assignment.of(64, workers.subList(0, 4));
            var after = Assignment.of(64, workers);
            moves += moved(before, after);
            shares += after.values().stream().filter(workers.get(4)::equals).count();
        }
        // 64 / 5 is what the new one needs; a shuffle of everything would move 4 of 5
        assertThat(shares / 200).isBetween(10L, 13L);
        assertThat(moves / 200.0).isLessThan(64 * 0.45);
    }

    @Test
    void of_secondWorkerComesAndGoes_movesHalfAndTheSameBack() {
        for (int seed = 0; seed < 50; seed++) {
            List<String> workers = workers(2, seed);
            var alone = Assignment.of(8, workers.subList(0, 1));
            var both = Assignment.of(8, workers);
            assertThat(moved(alone, both)).isEqualTo(4);
            assertThat(moved(both, Assignment.of(8, workers.subList(1, 2)))).isEqualTo(4);
        }
    }
}
