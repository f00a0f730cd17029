package io.gatefarm.redis.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.redis.TestFarm;
import io.lettuce.core.ScriptOutputType;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ClientIdsTest {
    @RegisterExtension
    static final TestFarm farm = new TestFarm();

    @Test
    void next_always_isACellAPartitionAndARandomTail() {
        var ids = new ClientIds(8, new SecureRandom());

        assertThat(Stream.generate(ids::next).limit(100)).allSatisfy(id -> {
            assertThat(id).hasSize(ClientIds.LENGTH).matches("0[0-9a-v]{18}");
            assertThat(ClientIds.isClientId(id)).isTrue();
            assertThat(ClientIds.partitionOf(id)).isBetween(0, 7);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 32, 33, 1023, 1024})
    void next_asManyTimesAsPartitions_givesEachPartitionOnce(int partitions) {
        var ids = new ClientIds(partitions, new SecureRandom());

        assertThat(Stream.generate(ids::next).limit(partitions).map(ClientIds::partitionOf))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, partitions).boxed().toList());
    }

    @Test
    void next_manyTimes_neverRepeatsATail() {
        var ids = new ClientIds(8, new SecureRandom());

        Map<String, Long> tails = Stream.generate(ids::next)
                .limit(10_000)
                .map(id -> id.substring(3))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(tails).hasSize(10_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 31, 32, 1023})
    void partitionOf_anId_isWhatTheScriptsReadOffIt(int partition) {
        var ids = new ClientIds(1024, new Random(1));
        String id = Stream.generate(ids::next)
                .filter(i -> ClientIds.partitionOf(i) == partition)
                .findFirst()
                .orElseThrow();

        Long read = farm.plain()
                .eval(
                        "return tonumber(string.sub(ARGV[1], 2, 3), 32)",
                        ScriptOutputType.INTEGER,
                        new String[] {farm.keys().cell()},
                        id);

        assertThat(read).isEqualTo(partition);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "000000000000000000",
                "00000000000000000000",
                "1000000000000000000",
                "0w00000000000000000",
                "000000000000000000W",
                "000000000000000000-",
                "000000000 000000000",
                "00٣٣000000000000000"
            })
    void partitionOf_noClientId_isRefusedWithTheText(String text) {
        assertThat(ClientIds.isClientId(text)).isFalse();
        assertThatThrownBy(() -> ClientIds.partitionOf(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a client id: \"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1025})
    void partitions_outOfRange_areRefusedWithTheNumber(int partitions) {
        assertThatThrownBy(() -> new ClientIds(partitions, new Random(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("partitions must be 1 to 1024 but is " + partitions);
    }

    @Test
    void randomName_always_is16Characters() {
        var random = new SecureRandom();

        assertThat(Stream.generate(() -> ClientIds.randomName(random)).limit(100))
                .allSatisfy(name -> assertThat(name).matches("[0-9a-v]{16}"))
                .doesNotHaveDuplicates();
    }
}
