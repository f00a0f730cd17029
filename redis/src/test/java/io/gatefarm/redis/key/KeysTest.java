package io.gatefarm.redis.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    private final Keys keys = new Keys("chat");

    @Test
    void keys_ofOneCell_shareItsTag() {
        assertThat(everyKey()).allSatisfy(key -> assertThat(key).startsWith("{chat.0}:"));
        assertThat(keys.tag()).isEqualTo("{chat.0}:");
        assertThat(keys.meta()).isEqualTo("{chat}:meta");
        assertThat(keys.app()).isEqualTo("chat");
    }

    @Test
    void keys_withTheSameId_areAllDifferent() {
        assertThat(everyKey()).doesNotHaveDuplicates();
    }

    private List<String> everyKey() {
        return Stream.of(
                        List.of(keys.cell(), keys.groups(), keys.uids(), keys.gateways(), keys.deadGateways()),
                        List.of(keys.sweepLock(), keys.workers(), keys.deadLetters(), keys.toAll(), keys.rebalance()),
                        List.of(keys.client("1"), keys.session("1"), keys.group("1"), keys.groupGateways("1")),
                        List.of(keys.uid("1"), keys.gateway("1"), keys.gatewayClients("1"), keys.worker("1")),
                        List.of(keys.in(1), keys.appended("1"), keys.partition(1), keys.to("1")))
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void key_ofEachKind_isTheNameInTheTable() {
        assertThat(keys.client("c")).isEqualTo("{chat.0}:client:c");
        assertThat(keys.session("c")).isEqualTo("{chat.0}:session:c");
        assertThat(keys.group("g")).isEqualTo("{chat.0}:group:g");
        assertThat(keys.groupGateways("g")).isEqualTo("{chat.0}:group-gateways:g");
        assertThat(keys.uid("u")).isEqualTo("{chat.0}:uid:u");
        assertThat(keys.gateway("w")).isEqualTo("{chat.0}:gateway:w");
        assertThat(keys.gatewayClients("w")).isEqualTo("{chat.0}:gateway-clients:w");
        assertThat(keys.deadGateways()).isEqualTo("{chat.0}:dead-gateways");
        assertThat(keys.sweepLock()).isEqualTo("{chat.0}:lock:sweep");
        assertThat(keys.worker("w")).isEqualTo("{chat.0}:worker:w");
        assertThat(keys.in(7)).isEqualTo("{chat.0}:in:7");
        assertThat(keys.appended("w")).isEqualTo("{chat.0}:appended:w");
        assertThat(keys.partition(7)).isEqualTo("{chat.0}:partition:7");
        assertThat(keys.deadLetters()).isEqualTo("{chat.0}:dead-letters");
        assertThat(keys.to("w")).isEqualTo("{chat.0}:to:w");
        assertThat(keys.toAll()).isEqualTo("{chat.0}:to-all");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10, 31, 1023})
    void partitionOfStream_ofAStreamsKey_isItsPartition(int partition) {
        assertThat(keys.partitionOfStream(keys.in(partition))).isEqualTo(partition);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "Chat_2-b", "0", "-", "0123456789012345678901234567890123456789012345678901234567890123"})
    void app_allowedName_isTaken(String app) {
        assertThat(new Keys(app).tag()).isEqualTo("{" + app + ".0}:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "two words",
                "a.b",
                "a:b",
                "{a}",
                "a}",
                "a\n",
                "grün",
                "*",
                "01234567890123456789012345678901234567890123456789012345678901234"
            })
    void app_otherName_isRefusedWithTheName(String app) {
        assertThatThrownBy(() -> new Keys(app))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("app must be 1 to 64 of A-Z a-z 0-9 _ - but is \"" + app + "\"");
    }
}
