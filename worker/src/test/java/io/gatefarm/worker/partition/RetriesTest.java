package io.gatefarm.worker.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RetriesTest {
    @Test
    void after_eachFailure_isTwiceAsLongUpToAMinute() {
        var retries = new Retries(20, Duration.ofSeconds(1));
        assertThat(retries.after(1)).contains(Duration.ofSeconds(1));
        assertThat(retries.after(2)).contains(Duration.ofSeconds(2));
        assertThat(retries.after(6)).contains(Duration.ofSeconds(32));
        assertThat(retries.after(7)).contains(Retries.LONGEST);
        assertThat(retries.after(20)).contains(Retries.LONGEST);
        assertThat(retries.after(21)).isEmpty();
        assertThat(Retries.NONE.after(1)).isEmpty();
    }

    @Test
    void value_outOfRange_isNamedAndShown() {
        assertThatThrownBy(() -> new Retries(101, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("retries must be 0 to 100 but is 101");
        assertThatThrownBy(() -> new Retries(1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("retry pause must be at least 1 ms but is PT0S");
    }
}
