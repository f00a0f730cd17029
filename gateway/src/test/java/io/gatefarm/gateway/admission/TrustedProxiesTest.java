package io.gatefarm.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a client behind proxies is. */
class TrustedProxiesTest {
    private static final TrustedProxies TRUSTED = new TrustedProxies(List.of("10.0.0.0/8", "fd00::/8", "192.0.2.7"));

    private static InetSocketAddress behind(String peer, String... headers) {
        return TRUSTED.client(new InetSocketAddress(peer, 4000), List.of(headers));
    }

    private static String text(InetSocketAddress address) {
        return IpAddress.text(address.getAddress());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.2.3.4|1.2.3.4|0",
                "1.2.3.4:99|1.2.3.4|99",
                "1.2.3.4:99999|10.0.0.1|4000",
                "2001:DB8:0:0:0:0:0:1|2001:db8::1|0",
                "[2001:db8::1]|2001:db8::1|0",
                "[2001:db8::1]:99|2001:db8::1|99",
                "::ffff:1.2.3.4|1.2.3.4|0",
                "6.6.6.6, 1.2.3.4|1.2.3.4|0",
                "10.9.9.9, 1.2.3.4 , 10.0.0.2,fd00::1|1.2.3.4|0",
                "10.0.0.3,10.0.0.2|10.0.0.3|0",
                "1.2.3.4,unknown,10.0.0.2|10.0.0.2|0",
            })
    void forwardedFor_byATrustedProxy_tellsTheRightmostUntrusted(String header, String address, int port) {
        var remote = behind("10.0.0.1", header);

        assertThat(text(remote)).isEqualTo(address);
        assertThat(remote.getPort()).isEqualTo(port);
    }

    @Test
    void forwardedFor_inSeveralHeaders_isOneList() {
        assertThat(text(behind("192.0.2.7", "6.6.6.6", "1.2.3.4", "10.0.0.2"))).isEqualTo("1.2.3.4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "unknown",
                "localhost",
                "_hidden",
                "1.2.3",
                "1.2.3.4.",
                "01.2.3.4",
                "256.1.1.1",
                "[1",
                "[]",
                "[::1]x",
                "fe80::1%eth0",
                "::1::",
                "1.2.3.4;5.6.7.8",
                "12345"
            })
    void forwardedFor_garbage_leavesTheProxy(String header) {
        var remote = behind("10.0.0.1", "1.2.3.4", header);

        assertThat(text(remote)).isEqualTo("10.0.0.1");
        assertThat(remote.getPort()).isEqualTo(4000);
    }

    @Test
    void forwardedFor_byAnUntrustedPeer_isNotBelieved() {
        assertThat(text(behind("11.0.0.1", "1.2.3.4"))).isEqualTo("11.0.0.1");
        assertThat(text(behind("2001:db8::5", "1.2.3.4, 10.0.0.1"))).isEqualTo("2001:db8::5");
    }

    @ParameterizedTest
    @CsvSource({
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:0:0:0:0:0, 1::",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "fe80:0:0:0:0:0:0:ABCD, fe80::abcd",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
        "::ffff:10.1.2.3, 10.1.2.3",
        "127.0.0.1, 127.0.0.1"
    })
    void text_ofAnyAddress_isTheOneForm(String address, String text) {
        assertThat(IpAddress.parse(address).map(IpAddress::text)).hasValue(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "example.com", "10.0.0.0/33", "fd00::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0", "1.2.3.4/x"
            })
    void ranges_thatAreNone_areRefusedAndShown(String range) {
        assertThatThrownBy(() -> new TrustedProxies(List.of("::1", range)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + range + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "10.255.0.1, true",
        "fdff::1, true",
        "::ffff:10.0.0.1, true",
        "192.0.2.7, true",
        "11.0.0.1, false",
        "fe00::, false",
        "a00::, false",
        "192.0.2.8, false"
    })
    void trust_ofAnAddress_isThatOfItsRanges(String peer, boolean trusted) {
        assertThat(text(behind(peer, "1.2.3.4")).equals("1.2.3.4")).isEqualTo(trusted);
    }

    @ParameterizedTest
    @CsvSource({"1.2.3.4, 1.2.3.4", "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::", "::1, ::", "::ffff:1.2.3.4, 1.2.3.4"})
    void network_ofAnAddress_isItselfOrItsFirst64Bits(String address, String network) {
        assertThat(IpAddress.parse(address).map(IpAddress::network)).hasValue(network);
    }
}
