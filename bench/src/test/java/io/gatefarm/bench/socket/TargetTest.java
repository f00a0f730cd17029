package io.gatefarm.bench.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    @ParameterizedTest
    @ValueSource(strings = {"ws://127.0.0.1:8282/", "ws://localhost:8282", "ws://127.1.2.3:1/a", "ws://[::1]:5/"})
    void parse_loopback_isAccepted(String url) {
        assertThat(Target.parse(url).address().getAddress().isLoopbackAddress()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ws://10.0.0.1/",
                "ws://example.org:8282/",
                "ws://127.0.0.1.example.org/",
                "ws://0.0.0.0/",
                "ws://[::2]/",
                "ws://127.0.0.1@10.0.0.1/"
            })
    void parse_otherHost_isRefused(String url) {
        assertThatThrownBy(() -> Target.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("refusing to load");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wss://127.0.0.1/", "http://127.0.0.1/", "127.0.0.1:8282", "ws:///"})
    void parse_notPlainWebSocket_isRefused(String url) {
        assertThatThrownBy(() -> Target.parse(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parse_pathAndQuery_areKept() {
        Target target = Target.parse("ws://localhost:81/a/b?c=d");

        assertThat(target.path()).isEqualTo("/a/b?c=d");
        assertThat(target.authority()).isEqualTo("localhost:81");
    }
}
