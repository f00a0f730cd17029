package io.gatefarm.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisLoginTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"topsecret", "topsecret\n", "topsecret\r\n", "topsecret\n\n"})
    void passwordFile_withOrWithoutLineEnds_isThePassword(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), text);
        assertThat(RedisLogin.read(file)).isEqualTo("topsecret");
        assertThat(RedisLogin.fromFile("me", file).credentials().getPassword()).isEqualTo("topsecret".toCharArray());
    }

    @Test
    void passwordFile_withSpaces_keepsThem() throws IOException {
        assertThat(RedisLogin.read(Files.writeString(folder.resolve("password"), " top secret \n")))
                .isEqualTo(" top secret ");
    }

    @Test
    void passwordFile_ofNoUse_isNamed() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        assertThatThrownBy(() -> RedisLogin.read(empty)).hasMessage("holds no password: " + empty);
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> RedisLogin.read(missing)).hasMessage("no such file: " + missing);
        assertThatThrownBy(() -> RedisLogin.read(folder)).hasMessage("cannot be read: " + folder);
        Path bytes = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, 0x20});
        assertThatThrownBy(() -> RedisLogin.read(bytes)).hasMessage("not a text in UTF-8: " + bytes);
    }

    @Test
    void password_twiceOrNone_isRefusedWithoutIt() {
        Path file = Path.of("/run/secrets/redis");
        assertThatThrownBy(() -> new RedisLogin("me", "topsecret", file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("topsecret");
        assertThatThrownBy(() -> RedisLogin.of("me", "")).hasMessage("Redis user me needs a password");
        assertThatThrownBy(() -> RedisConfig.of("redis://:topsecret@host").withLogin(RedisLogin.of("me", "other")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Redis URI redis://***@host holds a login, and another one is given");
    }

    @ParameterizedTest
    @CsvSource({
        "redis://host, default",
        "redis://topsecret@host, default",
        "redis://:topsecret@host, default",
        "redis://me:topsecret@host, me"
    })
    void user_ofAUri_isNeverThePassword(String uri, String user) {
        assertThat(RedisConfig.of(uri).user()).isEqualTo(user);
    }

    @Test
    void toString_always_hidesThePassword() {
        assertThat(RedisLogin.of("me", "topsecret")).hasToString("RedisLogin[me]");
        assertThat(RedisConfig.of("redis://host")
                        .withLogin(RedisLogin.of("me", "topsecret"))
                        .toString())
                .doesNotContain("topsecret");
    }
}
