package io.gatefarm.redis.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static Settings of(String... flags) {
        return Settings.read(Map.of(), flags);
    }

    @Test
    void text_givenTwice_theFlagWins() {
        var settings = Settings.read(Map.of("GATEFARM_REDIS_URI", "a"), "--redis-uri=b");
        assertThat(settings.text("redis-uri", "c", "")).isEqualTo("b");
        settings.end();
    }

    @Test
    void text_notGiven_isTheDefault() {
        assertThat(of().text("app", "gatefarm", "")).isEqualTo("gatefarm");
        assertThat(of("--app=").text("app", "gatefarm", "")).isEmpty();
    }

    @Test
    void flag_valueInTheNextWord_isRead() {
        assertThat(of("--port", "-1").integer("port", 0, -1, 9, "")).isEqualTo(-1);
        assertThat(of("--text", "a=b").text("text", "", "")).isEqualTo("a=b");
    }

    @Test
    void flag_withoutValueOrDashes_isRefused() {
        assertThatThrownBy(() -> of("--port"))
                .isInstanceOf(SettingException.class)
                .hasMessage("--port needs a value");
        assertThatThrownBy(() -> of("port=1")).hasMessageContaining("\"port=1\" is not a flag");
    }

    @Test
    void bytes_withUnits_countBy1024() {
        assertThat(of("--n=7").bytes("n", 0, 0, 9, "")).isEqualTo(7);
        assertThat(of("--n=64k").bytes("n", 0, 0, 1L << 40, "")).isEqualTo(65_536);
        assertThat(of("--n=2M").bytes("n", 0, 0, 1L << 40, "")).isEqualTo(2 << 20);
        assertThat(of("--n=1g").bytes("n", 0, 0, 1L << 40, "")).isEqualTo(1 << 30);
        for (String bad : new String[] {"k", "", "1x", "1.5k", "9999999999g"}) {
            assertThatThrownBy(() -> of("--n=" + bad).bytes("n", 0, 0, 9, ""))
                    .hasMessageStartingWith("--n must be bytes such as")
                    .hasMessageEndingWith("\"" + bad + "\"");
        }
    }

    @Test
    void duration_withUnits_isRead() {
        assertThat(of("--t=0").duration("t", Duration.ofDays(1), Duration.ZERO, ""))
                .isZero();
        assertThat(of("--t=250ms").duration("t", Duration.ZERO, Duration.ZERO, ""))
                .isEqualTo(Duration.ofMillis(250));
        assertThat(of("--t=10s").duration("t", Duration.ZERO, Duration.ZERO, ""))
                .isEqualTo(Duration.ofSeconds(10));
        assertThat(of("--t=5m").duration("t", Duration.ZERO, Duration.ZERO, "")).isEqualTo(Duration.ofMinutes(5));
        for (String bad : new String[] {"", "10", "ten", "1 s"}) {
            assertThatThrownBy(() -> of("--t=" + bad).duration("t", Duration.ZERO, Duration.ZERO, ""))
                    .hasMessageStartingWith("--t must be a time such as")
                    .hasMessageEndingWith("\"" + bad + "\"");
        }
    }

    @Test
    void value_outOfRange_namesTheVariableAndShowsIt() {
        var settings = Settings.read(Map.of("GATEFARM_PORT", "65536"));
        assertThatThrownBy(() -> settings.integer("port", 1, 0, 65535, ""))
                .isInstanceOf(SettingException.class)
                .hasMessage("GATEFARM_PORT must be 0 to 65535 but is 65536");
    }

    @Test
    void end_settingNobodyAskedFor_isRefused() {
        var settings = Settings.read(Map.of("GATEFARM_PROT", "1", "GATEFARM_TEST_REDIS", "x", "PATH", "y"), "--x=1");
        settings.integer("port", 1, 0, 9, "");
        assertThatThrownBy(settings::end)
                .isInstanceOf(SettingException.class)
                .hasMessage("--x, GATEFARM_PROT are no settings of this process; there are port");
    }

    @Test
    void help_asked_listsFlagsVariablesAndDefaults() {
        var settings = of("--help");
        settings.text("redis-uri", "redis://localhost", "where Redis is");
        assertThat(settings.wantsHelp()).isTrue();
        assertThat(settings.help())
                .contains("--redis-uri", "GATEFARM_REDIS_URI", "where Redis is (default redis://localhost)");
    }
}
