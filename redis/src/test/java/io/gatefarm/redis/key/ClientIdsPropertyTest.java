package io.gatefarm.redis.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.redis.OddTexts;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class ClientIdsPropertyTest {
    @Property(tries = 200)
    void next_anyPartitionsAndRandomness_isAnIdOfAPartitionAndNew(
            @ForAll @IntRange(min = 1, max = ClientIds.MAX_PARTITIONS) int partitions, @ForAll long seed) {
        var ids = new ClientIds(partitions, new Random(seed));
        Set<String> given = new HashSet<>();
        Set<Integer> dealt = new HashSet<>();
        for (int i = 0; i < partitions; i++) {
            String id = ids.next();
            assertThat(ClientIds.isClientId(id)).isTrue();
            assertThat(given.add(id)).isTrue();
            dealt.add(ClientIds.partitionOf(id));
        }
        assertThat(dealt).as("each in turn").hasSize(partitions);
        assertThat(dealt).allMatch(partition -> partition < partitions);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> near = Arbitraries.strings()
                .withChars("0123456789abcdefghijklmnopqrstuv")
                .withChars('w', 'A', ' ', '\n', '}', 'é')
                .ofMinLength(17)
                .ofMaxLength(19)
                .map(tail -> "0" + tail);
        Arbitrary<String> right = Arbitraries.strings()
                .withChars("0123456789abcdefghijklmnopqrstuv")
                .ofLength(ClientIds.LENGTH - 1)
                .map(tail -> "0" + tail);
        return Arbitraries.oneOf(near, right, OddTexts.any());
    }

    @Property(tries = 1000)
    void isClientId_anyText_acceptsTheFormAndNothingElse(@ForAll("texts") String text) {
        assertThat(ClientIds.isClientId(text)).isEqualTo(text.matches("0[0-9a-v]{18}") && !text.endsWith("\n"));
        if (ClientIds.isClientId(text)) {
            assertThat(ClientIds.partitionOf(text)).isBetween(0, ClientIds.MAX_PARTITIONS - 1);
        } else {
            assertThatThrownBy(() -> ClientIds.partitionOf(text)).hasMessageContaining(text);
        }
    }
}
