package io.gatefarm.worker.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DismissalsTest {
    private static Dismissals dismissals(List<String> told) {
        var dismissals = new Dismissals();
        dismissals.take(told, false);
        return dismissals;
    }

    @Test
    void told_entryThatClosedTheClientUnfinished_isHeldBack() {
        var dismissals = dismissals(List.of("before"));
        dismissals.add("a", "1-0");
        dismissals.add("b", "2-0");

        assertThat(dismissals.contains("a")).isTrue();
        assertThat(dismissals.told(Set.of("1-0")::contains, Set.of())).containsExactly("before", "b");
        assertThat(dismissals.told(Set.of()::contains, Set.of())).containsExactly("before", "a", "b");
    }

    @Test
    void told_clientWithAnEventToBury_isHeldBack() {
        var dismissals = dismissals(List.of());
        dismissals.add("a", "2-0");

        assertThat(dismissals.told(Set.of("1-0")::contains, Set.of("a"))).isEmpty();
    }

    @Test
    void add_again_keepsTheFirstEntry() {
        var dismissals = dismissals(List.of("a"));
        dismissals.add("a", "5-0");

        assertThat(dismissals.told(Set.of("5-0")::contains, Set.of())).containsExactly("a");
    }

    @Test
    void remove_closeFinished_isForgotten() {
        var dismissals = dismissals(List.of("a"));
        dismissals.remove("a");

        assertThat(dismissals.contains("a")).isFalse();
        assertThat(dismissals.told(Set.of()::contains, Set.of())).isEmpty();
    }
}
