package io.gatefarm.worker.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DismissalsTest {
    @Test
    void told_entryThatClosedTheClientUnfinished_isHeldBack() {
        var dismissals = new Dismissals(List.of("before"));
        dismissals.add("a", "1-0");
        dismissals.add("b", "2-0");

        assertThat(dismissals.contains("a")).isTrue();
        assertThat(dismissals.told(Set.of("1-0"), Set.of())).containsExactly("before", "b");
        assertThat(dismissals.told(Set.of(), Set.of())).containsExactly("before", "a", "b");
    }

    @Test
    void told_clientWithAnEventToBury_isHeldBack() {
        var dismissals = new Dismissals(List.of());
        dismissals.add("a", "2-0");

        assertThat(dismissals.told(Set.of("1-0"), Set.of("a"))).isEmpty();
    }

    @Test
    void add_again_keepsTheFirstEntry() {
        var dismissals = new Dismissals(List.of("a"));
        dismissals.add("a", "5-0");

        assertThat(dismissals.told(Set.of("5-0"), Set.of())).containsExactly("a");
    }

    @Test
    void remove_closeFinished_isForgotten() {
        var dismissals = new Dismissals(List.of("a"));
        dismissals.remove("a");

        assertThat(dismissals.contains("a")).isFalse();
        assertThat(dismissals.told(Set.of(), Set.of())).isEmpty();
    }
}
