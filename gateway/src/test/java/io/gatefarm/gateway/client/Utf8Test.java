package io.gatefarm.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    @ParameterizedTest
    @ValueSource(strings = {"", "a", "12345678", "123456789abcdefgh", "1234567é", "12345678é9", "日本語 🎉", "\u0000"})
    void isValid_text_isTrue(String text) {
        assertThat(Utf8.isValid(text.getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c3",
                "c328",
                "e282",
                "edA080",
                "c080",
                "f8888080",
                "f4908080",
                "ff",
                "313233343536373880",
                "3132333435363738393ac3"
            })
    void isValid_anythingElse_isFalse(String hex) {
        assertThat(Utf8.isValid(HexFormat.of().parseHex(hex))).isFalse();
    }
}
