package io.gatefarm.redis.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private static Handshake withQuery(String query) {
        return new Handshake("/", query, Map.of(), "", "127.0.0.1", 1);
    }

    private static Handshake withCookies(String... headers) {
        return new Handshake("/", "", Map.of("cookie", List.of(headers)), "", "127.0.0.1", 1);
    }

    @Test
    void queryParameters_encodedAndRepeated_areDecodedInOrder() {
        var handshake = withQuery("b=1&a=%E4%BD%A0+%26&b=2&flag&=x&&b=&c=d=e");

        assertThat(handshake.queryParameters())
                .containsExactly(
                        Map.entry("b", List.of("1", "2", "")),
                        Map.entry("a", List.of("你 &")),
                        Map.entry("flag", List.of("")),
                        Map.entry("", List.of("x")),
                        Map.entry("c", List.of("d=e")));
        assertThat(handshake.queryParameter("b")).hasValue("1");
        assertThat(handshake.queryParameter("none")).isEmpty();
    }

    @Test
    void queryParameters_badlyEncoded_stayAsSent() {
        assertThat(withQuery("a=100%&b=%zz&c=%4").queryParameters())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("a", List.of("100%"), "b", List.of("%zz"), "c", List.of("%4")));
        assertThat(withQuery("").queryParameters()).isEmpty();
    }

    @Test
    void cookies_ofSeveralHeaders_areNamed() {
        var handshake = withCookies("sid=abc; theme=\"dark blue\";  x=1=2 ; junk; =y", "sid=later; last=%20");

        assertThat(handshake.cookies())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("sid", "abc", "theme", "dark blue", "x", "1=2", "last", "%20"));
        assertThat(handshake.cookie("sid")).hasValue("abc");
        assertThat(handshake.cookie("junk")).isEmpty();
        assertThat(withQuery("").cookies()).isEmpty();
    }

    @Test
    void listener_throughTheCodec_comesBack() {
        var named = new Handshake("/", "", Map.of(), "", "::1", 1, "internal");
        var opened = new ClientEvent.Opened("c", "g", 7, named);

        assertThat(EventCodec.decode(EventCodec.header(opened), EventCodec.data(opened)))
                .isEqualTo(opened);
        assertThat(new String(EventCodec.data(opened), UTF_8)).contains("\"listener\":\"internal\"");
    }
}
