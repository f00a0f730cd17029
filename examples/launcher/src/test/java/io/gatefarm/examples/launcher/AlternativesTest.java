package io.gatefarm.examples.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlternativesTest {
    @Test
    void of_groupsInGroups_isEachWayThroughThem() {
        assertThat(Alternatives.of("open files")).containsExactly("open files");
        assertThat(Alternatives.of("VmRSS|VmHWM")).containsExactly("VmRSS", "VmHWM");
        assertThat(Alternatives.of("^g_(lost|sent_(a|b)_x|(c|d))z"))
                .containsExactly("^g_lostz", "^g_sent_a_xz", "^g_sent_b_xz", "^g_cz", "^g_dz");
    }
}
