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
    void duration_outOfRange_isRefusedWithTheLimit() {
        assertThat(of("--t=720h").duration("t", Duration.ZERO, Duration.ZERO, ""))
                .isEqualTo(Duration.ofDays(30));
        for (String bad : new String[] {"721h", "9999999999999h", "9223372036854775807ms"}) {
            assertThatThrownBy(() -> of("--t=" + bad).duration("t", Duration.ZERO, Duration.ZERO, ""))
                    .isInstanceOf(SettingException.class)
                    .hasMessage("--t must be at most 720 h but is " + bad);
        }
        for (String bad : new String[] {"-1s", "-9999999999999h"}) {
            assertThatThrownBy(() -> of("--t=" + bad).duration("t", Duration.ZERO, Duration.ZERO, ""))
                    .isInstanceOf(SettingException.class)
                    .hasMessage("--t must be at least 0 ms but is " + bad);
        }
        assertThatThrownBy(() -> of("--t=99999999999999999999h").duration("t", Duration.ZERO, Duration.ZERO, ""))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("--t must be a time such as");
    }

    @Test
    void duration_withLimitsOfItsOwn_isBetweenThem() {
        assertThat(between("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(between("5s")).isEqualTo(Duration.ofSeconds(5));
        assertThatThrownBy(() -> between("499ms")).hasMessage("--t must be at least 500 ms but is 499ms");
        assertThatThrownBy(() -> between("5001ms")).hasMessage("--t must be at most 5 s but is 5001ms");
    }

    private static Duration between(String time) {
        return of("--t=" + time)
                .duration("t", Duration.ofSeconds(3), Duration.ofMillis(500), Duration.ofSeconds(5), "");
    }

    @Test
    void flag_thatIsAUri_neverShowsThePassword() {
        assertThatThrownBy(() -> of("redis://:tops@ecret@host"))
                .hasMessage("\"redis://***@host\" is not a flag: they begin with --");
        assertThatThrownBy(() -> of("-redis-uri=redis://:topsecret@host"))
                .hasMessage("\"***@host\" is not a flag: they begin with --");
        assertThatThrownBy(() -> of("--redis://:topsecret@host")).hasMessage("--redis://***@host needs a value");
        assertThatThrownBy(() -> of("--redis://:topsecret@host=1").end())
                .hasMessageStartingWith("--redis://***@host is not a setting");
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
