package io.gatefarm.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisVersionTest {
    @ParameterizedTest
    @CsvSource({
        "Redis server v=6.2.14 sha=00000000:0 malloc=jemalloc-5.1.0 bits=64 build=6b1, 6.2.14, false",
        "Redis server v=7.0.0 sha=00000000:0 malloc=libc bits=64 build=6b1, 7.0.0, true",
        "Redis server v=10.2.1 sha=00000000:0 malloc=libc bits=64 build=6b1, 10.2.1, true",
        "Valkey server v=8.1.3 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64, 8.1.3, true"
    })
    void parse_versionLine_isRead(String line, String version, boolean supported) {
        Optional<RedisVersion> parsed = RedisVersion.parse(line);

        assertThat(parsed.map(RedisVersion::toString)).contains(version);
        assertThat(parsed.map(RedisVersion::isSupported)).contains(supported);
    }

    @Test
    void parse_somethingElse_isEmpty() {
        assertThat(RedisVersion.parse("sh: 1: redis-server: not found")).isEmpty();
    }
}
