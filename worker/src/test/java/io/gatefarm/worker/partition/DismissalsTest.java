package io.gatefarm.worker.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DismissalsTest {
    /** Near the overflow, as System.nanoTime may be. */
    private static final long NOW_NS = Long.MAX_VALUE - 5;

    private static Dismissals dismissals(List<String> told) {
        var dismissals = new Dismissals();
        dismissals.take(told, false, NOW_NS);
        return dismissals;
    }

    @Test
    void told_entryThatClosedTheClientUnfinished_isHeldBack() {
        var dismissals = dismissals(List.of("before"));
        dismissals.add("a", "1-0", NOW_NS);
        dismissals.add("b", "2-0", NOW_NS);

        assertThat(dismissals.contains("a")).isTrue();
        assertThat(dismissals.told(Set.of("1-0")::contains, Set.of())).containsExactly("before", "b");
        assertThat(dismissals.told(Set.of()::contains, Set.of())).containsExactly("before", "a", "b");
    }

    @Test
    void told_clientWithAnEventToBury_isHeldBack() {
        var dismissals = dismissals(List.of());
        dismissals.add("a", "2-0", NOW_NS);

        assertThat(dismissals.told(Set.of("1-0")::contains, Set.of("a"))).isEmpty();
    }

    @Test
    void add_again_keepsTheFirstEntry() {
        var dismissals = dismissals(List.of("a"));
        dismissals.add("a", "5-0", NOW_NS);

        assertThat(dismissals.told(Set.of("5-0")::contains, Set.of())).containsExactly("a");
    }

    @Test
    void remove_closeFinished_isForgotten() {
        var dismissals = dismissals(List.of("a"));
        dismissals.remove("a");

        assertThat(dismissals.contains("a")).isFalse();
        assertThat(dismissals.told(Set.of()::contains, Set.of())).isEmpty();
    }

    @Test
    void isToBeToldAgain_stillSendingAfter5s_isTrueOncePer5s() {
        var dismissals = dismissals(List.of());
        long second = Duration.ofSeconds(1).toNanos();
        dismissals.add("a", "1", NOW_NS);

        assertThat(dismissals.isToBeToldAgain("a", NOW_NS + 4 * second)).isFalse();
        assertThat(dismissals.isToBeToldAgain("a", NOW_NS + 5 * second)).isTrue();
        assertThat(dismissals.isToBeToldAgain("a", NOW_NS + 6 * second)).isFalse();
        assertThat(dismissals.isToBeToldAgain("a", NOW_NS + 10 * second)).isTrue();
        assertThat(dismissals.isToBeToldAgain("b", NOW_NS + 10 * second)).isFalse();
    }

    @Test
    void take_takenAgainByTheSameWorker_keepsWhatItKnows() {
        var dismissals = dismissals(List.of());
        dismissals.add("a", "1", NOW_NS);

        dismissals.take(List.of("b"), true, NOW_NS);
        assertThat(dismissals.told(Set.of("1")::contains, Set.of())).containsExactly("b");
        dismissals.take(List.of("c"), false, NOW_NS);
        assertThat(dismissals.told(Set.of()::contains, Set.of())).containsExactly("c");
    }
}
