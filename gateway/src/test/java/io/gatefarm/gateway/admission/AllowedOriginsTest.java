package io.gatefarm.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedOriginsTest {
    private final AllowedOrigins origins = new AllowedOrigins(List.of(
            "https://example.com",
            "http://localhost:3000",
            "https://*.example.org",
            "http://[::1]:80",
            "https://A.de:443"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "https://EXAMPLE.com",
                "https://example.com:443",
                "http://localhost:3000",
                "https://a.example.org",
                "https://a.b.example.org",
                "http://[::1]",
                "https://a.de"
            })
    void allow_configured_true(String origin) {
        assertThat(origins.allow(List.of(origin))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com",
                "https://example.com:8443",
                "https://example.com.evil.net",
                "https://notexample.com",
                "https://example.org",
                "https://.example.org",
                "https://evilexample.org",
                "https://evil.net/.example.org",
                "https://evil.net#.example.org",
                "https://u@a.example.org",
                "https://a.example.org:8443",
                "http://a.example.org",
                "http://localhost",
                "https://*.example.org",
                "null",
                ""
            })
    void allow_others_false(String origin) {
        assertThat(origins.allow(List.of(origin))).isFalse();
    }

    @Test
    void allow_withoutAList_any() {
        assertThat(new AllowedOrigins(List.of()).allow(List.of("https://any.net")))
                .isTrue();
        assertThat(new AllowedOrigins(List.of("https://a.de", "*")).allow(List.of("null")))
                .isTrue();
        assertThat(new AllowedOrigins(List.of("null")).allow(List.of("null"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "https://example.com/",
                "https://",
                "https://*",
                "https://a.*.com",
                "*.example.com"
            })
    void of_noOrigin_isRefusedAndShown(String origin) {
        assertThatThrownBy(() -> new AllowedOrigins(List.of("https://a.de", origin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + origin + "\"");
    }
}
